package upvest.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import upvest.gateway.intake.DueAnswers.Answer;
import upvest.gateway.signature.SignatureRefused;

/**
 * The engine below camel-platform-http. The stock one hands each request to a pool of 8 threads with an endless queue and
 * turns every request header and query parameter into a Camel header; this one runs the route on the request's own
 * thread and lets in nothing but the {@link WebhookRequest} as the body, out nothing but the status.
 */
final class RequestThreadEngine implements PlatformHttpEngine {
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
            try {
                handleService(request, response);
            } catch (Exception | StackOverflowError e) {
                refuse(answer(request), e);
            }
            return null;
        }

        @Override
        protected void handleService(HttpServletRequest request, HttpServletResponse response) throws Exception {
            Answer answer = answer(request);
            if (isSuspended()) {
                answer.refuse(HttpStatus.SERVICE_UNAVAILABLE, "NOT_READY", "the intake is suspended");
                return;
            }
            Exchange exchange = createExchange(false);
            exchange.setPattern(ExchangePattern.InOnly); // InOut would make every JMS send wait for a reply
            exchange.getIn().setBody(Objects.requireNonNull(request.getAttribute(IntakeFilter.REQUEST)));
            createUoW(exchange);
            try {
                getProcessor().process(exchange);
                answer(exchange, answer);
            } finally {
                doneUoW(exchange);
                releaseExchange(exchange, false);
            }
        }

        private static void answer(Exchange exchange, Answer answer) throws Exception {
            HttpStatus status = HttpStatus.valueOf(
                    exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 503, Integer.class));
            Exception failure = exchange.getException() != null
                    ? exchange.getException()
                    : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            if (status == HttpStatus.OK && exchange.getException() == null) {
                answer.accept();
            } else if (failure instanceof SignatureRefused refused) {
                answer.refuse(HttpStatus.UNAUTHORIZED, refused.reason().name(), String.valueOf(refused.getMessage()));
            } else {
                answer.refuse(HttpStatus.SERVICE_UNAVAILABLE, "NOT_DURABLE", rootCause(failure));
            }
        }

        private void refuse(Answer answer, Throwable failure) {
            try {
                answer.refuse(HttpStatus.SERVICE_UNAVAILABLE, "NOT_DURABLE", rootCause(failure));
            } catch (IOException e) {
                getExceptionHandler().handleException("the client is gone before its answer was written", e);
            }
        }

        private static Answer answer(HttpServletRequest request) {
            return (Answer) Objects.requireNonNull(request.getAttribute(IntakeFilter.ANSWER));
        }

        private static String rootCause(@Nullable Throwable failure) {
            return failure == null
                    ? "the route gave no answer"
                    : NestedExceptionUtils.getMostSpecificCause(failure).toString();
        }
    }
}
