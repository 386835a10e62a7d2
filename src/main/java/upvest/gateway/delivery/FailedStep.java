package upvest.gateway.delivery;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers on the exchange in which step of a domain or an outbox an exception came up, the innermost one that an engineer
 * wrote: its file and line. Camel itself forgets it as soon as the step has ended.
 */
@Component
final class FailedStep implements InterceptStrategy {
    private static final String PROPERTY = "UpvestFailedStep";

    /**
     * What failed, and where.
     *
     * @param at file and line, such as {@code orders.camel.yaml:12}
     */
    private record Failure(Exception what, String at) {}

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode step, Processor target, @Nullable Processor next) {
        String file = String.valueOf(step.getLocation()).replaceFirst(".*[/\\\\:]", "");
        boolean engineers = file.endsWith(".camel.yaml") && !file.matches("\\d\\d-.*") && step.getLineNumber() > 0;
        return engineers ? new Noting(target, file + ":" + step.getLineNumber()) : target;
    }

    /** Where this exchange failed; null when it did not, or nobody knows. */
    static @Nullable String of(Exchange exchange) {
        Failure failure = exchange.getProperty(PROPERTY, Failure.class);
        return failure == null ? null : failure.at();
    }

    /** The event goes on in another exchange. */
    static void pass(Exchange from, Exchange to) {
        to.setProperty(PROPERTY, from.getProperty(PROPERTY));
    }

    private static final class Noting extends DelegateAsyncProcessor {
        private final String at;

        Noting(Processor target, String at) {
            super(target);
            this.at = at;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return super.process(exchange, done -> {
                Exception what = exchange.getException();
                if (what != null) {
                    Failure known = exchange.getProperty(PROPERTY, Failure.class);
                    if (known == null || known.what() != what) { // else a step inside of this one was it
                        exchange.setProperty(PROPERTY, new Failure(what, at));
                    }
                }
                callback.done(done);
            });
        }
    }
}
