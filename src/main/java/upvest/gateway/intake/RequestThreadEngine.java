package upvest.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * The engine below camel-platform-http. The stock one hands each request to a pool of 8 threads with an endless queue and
 * turns every request header and query parameter into a Camel header; this one runs the route on the request's own
 * thread and lets in nothing but the {@link WebhookRequest} as the body. It is answered 200 only when it was verified and
 * stored, whatever the route says.
 */
final class RequestThreadEngine implements PlatformHttpEngine {
    /** The request's attribute with what became of it: a {@link Refused}, or nothing when it is stored. */
    static final String OUTCOME = Refused.class.getName();

    private final int port;

    RequestThreadEngine(int port) {
        this.port = port;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new Consumer(endpoint, processor);
    }

    @Override
    public int getServerPort() {
        return port;
    }

    private static final class Consumer extends SpringBootPlatformHttpConsumer {
        Consumer(PlatformHttpEndpoint endpoint, Processor processor) {
            super(endpoint, processor, Runnable::run);
        }

        /** @return null: the answer is written when this returns */
        @Override
        @SuppressWarnings("NullAway") // Spring's word for "handled"
        public @Nullable CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response) {
            request.setAttribute(OUTCOME, outcome(request));
            return null;
        }

        /** What to answer: null for 200. */
        private @Nullable Refused outcome(HttpServletRequest request) {
            if (isSuspended()) {
                return new Refused(RefusalReason.NOT_READY, "the intake is suspended");
            }
            Exchange exchange = createExchange(false);
            exchange.setPattern(ExchangePattern.InOnly); // InOut would make every JMS send wait for a reply
            exchange.getIn().setBody(Objects.requireNonNull(request.getAttribute(IntakeFilter.REQUEST)));
            exchange.setProperty(StoreDelivery.REQUEST, request);
            try {
                createUoW(exchange);
                getProcessor().process(exchange);
                return refusal(exchange, request);
            } catch (Exception | StackOverflowError e) {
                return refusal(e, request);
            } finally {
                doneUoW(exchange);
                releaseExchange(exchange, false);
            }
        }

        private static @Nullable Refused refusal(Exchange exchange, HttpServletRequest request) {
            if (exchange.getException() != null) {
                return refusal(exchange.getException(), request);
            }
            return exchange.getProperty(StoreDelivery.STORED) == null
                    ? new Refused(RefusalReason.NOT_STORED, "the route receive has not stored the delivery")
                    : null;
        }

        private static Refused refusal(Throwable failure, HttpServletRequest request) {
            if (failure instanceof Refused refused) {
                return refused;
            }
            if (failure instanceof ClientAbortException || failure instanceof SocketTimeoutException) {
                request.setAttribute(ProblemValve.SLOW, true);
                return new Refused(RefusalReason.SLOW_CLIENT, "the body did not arrive in time");
            }
            if (failure instanceof IOException && request.getAttribute(ProblemValve.READ) == null) {
                return new Refused(RefusalReason.NO_HTTP, "the body breaks HTTP's framing");
            }
            return new Refused(
                    RefusalReason.NOT_STORED,
                    NestedExceptionUtils.getMostSpecificCause(failure).toString());
        }
    }
}
