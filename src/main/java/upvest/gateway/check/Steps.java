package upvest.gateway.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import upvest.gateway.delivery.Causes;

/** The steps that each event of a trial takes, in order; those inside of kamelets are left out. */
public final class Steps implements InterceptStrategy {
    /** Each event enters it once, in the order of its delivery. */
    private static final String FIRST = "accept-event";

    /** What a delivery goes through as a whole. */
    private static final Set<String> BEFORE = Set.of("accept-delivery", "validate-envelope");

    private final Path home;
    private final List<List<Step>> events = new ArrayList<>();
    private @Nullable Throwable told;

    /**
     * A step that was taken.
     *
     * @param file path from the folder of the routes
     * @param line counted from 1
     * @param step what it does, and its id or where it leads
     * @param failure why it failed; null when it did not, or when one inside of it did
     */
    public record Step(String route, Path file, int line, String step, @Nullable String failure) {
        Step failed(String why) {
            return new Step(route, file, line, step, why);
        }

        /** Whether it is part of the way that each event takes. */
        public boolean isTrunk() {
            return !file.startsWith(Path.of("routes", "domains")) && !file.startsWith(Path.of("routes", "channels"));
        }
    }

    /** @param home the folder of the routes */
    public Steps(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, @Nullable Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(node);
        if (route == null
                || Boolean.TRUE.equals(route.isKamelet())
                || BEFORE.contains(route.getRouteId())
                || !(node instanceof ProcessorDefinition<?> step)) {
            return target;
        }
        boolean first = FIRST.equals(route.getRouteId())
                && step.equals(route.getOutputs().get(0));
        Step taken = new Step(
                route.getRouteId(), StepFile.of(home, step.getLocation()), step.getLineNumber(), told(step), null);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                List<Step> event = begin(first);
                int at = event.size();
                event.add(taken);
                return super.process(exchange, synchronously -> {
                    end(event, at, exchange.getException());
                    callback.done(synchronously);
                });
            }
        };
    }

    private synchronized List<Step> begin(boolean first) {
        if (first) {
            events.add(new ArrayList<>());
        }
        return events.isEmpty() ? new ArrayList<>() : events.get(events.size() - 1);
    }

    private synchronized void end(List<Step> event, int at, @Nullable Exception failure) {
        Throwable cause = failure == null ? null : Causes.deepest(failure);
        if (failure != null && !Objects.equals(cause, told)) {
            told = cause;
            event.set(at, event.get(at).failed(FailureText.deepest(failure)));
        }
    }

    private static String told(ProcessorDefinition<?> step) {
        String name = step.getShortName();
        if (Boolean.TRUE.equals(step.getCustomId())) {
            return name + " " + step.getId();
        }
        String label = step.getLabel().replaceFirst("^" + name + "\\[(.*)]$", "$1");
        return label.isEmpty() || label.equals(name)
                ? name
                : name + " " + (label.startsWith("kamelet:") ? label : label.replaceFirst("\\?.*", ""));
    }

    /** Those of each event since the last call, in the order of the delivery. */
    public synchronized List<List<Step>> take() {
        List<List<Step>> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
