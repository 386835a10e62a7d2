package upvest.gateway.outboxes;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.Causes;

/** Sees each attempt of each step of an outbox, a route that takes from a queue, and tells {@link OutboxState} of it. */
@Component
final class OutboxSteps implements InterceptStrategy {
    /** What a client says of an answer that is no success. */
    private static final Pattern STATUS = Pattern.compile("(?i)\\bstatus ?code:? ?\\d{3}\\b");

    /** Their words name systems and files; those of others may quote what an event contains. */
    private static final List<Class<? extends Exception>> TOLD = List.of(
            java.net.SocketException.class,
            java.net.SocketTimeoutException.class,
            java.net.UnknownHostException.class,
            java.nio.file.FileSystemException.class,
            javax.net.ssl.SSLException.class,
            jakarta.mail.MessagingException.class,
            org.apache.camel.component.file.GenericFileOperationFailedException.class);

    /** On an exchange, with what the step that failed last threw. */
    private static final String FAILED = "UpvestOutboxFailed";

    private final OutboxState state;

    OutboxSteps(OutboxState state) {
        this.state = state;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode node, Processor target, @Nullable Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(node);
        String channel = route == null ? null : channel(camel, route);
        if (channel == null
                || !(node instanceof ProcessorDefinition<?> step)
                || ProcessorDefinitionHelper.isParentOfType(OnExceptionDefinition.class, step, true)) {
            return target;
        }
        Retries retries = Retries.of(camel, Objects.requireNonNull(route));
        String name = name(step);
        state.outbox(channel);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return super.process(exchange, synchronously -> {
                    note(channel, name, exchange, retries);
                    callback.done(synchronously);
                });
            }
        };
    }

    /** Null when the route is no outbox. */
    private static @Nullable String channel(CamelContext camel, RouteDefinition route) {
        if ("send-mail".equals(route.getRouteId())) { // its messages were taken by the timer's route
            return "mail";
        }
        String from = camel.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
        return from.startsWith("jms:")
                ? Queues.channel(from.replaceFirst("^jms:(queue:)?", "").replaceFirst("\\?.*", ""))
                : null;
    }

    /** Its id where it has one, else what it is and where: of an address the scheme, the rest may hold secrets. */
    private static String name(ProcessorDefinition<?> step) {
        if (Boolean.TRUE.equals(step.getCustomId())) {
            return step.getShortName() + " " + step.getId();
        }
        String scheme = step instanceof ToDefinition to ? " " + to.getUri().replaceFirst("[:?].*", "") : "";
        return step.getShortName() + scheme + " in line " + step.getLineNumber();
    }

    private void note(String channel, String step, Exchange exchange, Retries retries) {
        Exception failure = exchange.getException();
        if (failure == null) {
            state.worked(channel, step);
            return;
        }
        Object before = exchange.getProperty(FAILED);
        if (failure.equals(before)) {
            return; // of a step inside of this one
        }
        exchange.setProperty(FAILED, failure);
        if (before == null) {
            exchange.getExchangeExtension().addOnCompletion(new GivenUp(channel));
        }
        int attempt = 1 + exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
        state.failed(channel, step, retries.after(attempt), told(failure));
    }

    /** A message that has failed ends well: it was done in the end, or it is dead; the next one begins anew. */
    private final class GivenUp extends SynchronizationAdapter {
        private final String channel;

        GivenUp(String channel) {
            this.channel = channel;
        }

        @Override
        public void onComplete(Exchange exchange) {
            state.givenUp(channel);
        }
    }

    /** Why, without what it may quote of the event. */
    private static String told(Throwable failure) {
        Throwable cause = Causes.deepest(failure);
        String name = cause.getClass().getSimpleName();
        String words = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        for (Class<? extends Exception> told : TOLD) {
            if (told.isInstance(cause)) {
                return name + ": " + words;
            }
        }
        Matcher status = STATUS.matcher(words);
        return status.find() ? name + ": " + status.group() : name;
    }
}
