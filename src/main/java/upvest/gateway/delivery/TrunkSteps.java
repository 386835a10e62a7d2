package upvest.gateway.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TryDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the trunk that the gateway's guarantees rest on: each event passes them, in this order, whatever it
 * contains. Without them nothing unverified is taken and nothing is lost, but nothing is routed either, so a gateway does
 * not start.
 */
public final class TrunkSteps {
    private static final Map<String, List<String>> REQUIRED = required();

    private TrunkSteps() {}

    private static Map<String, List<String>> required() {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        steps.put("receive", List.of("process verifySignature", "process storeDelivery"));
        steps.put(
                "accept-delivery",
                List.of("to direct:validate-envelope", "split with stopOnException", "to direct:accept-event"));
        steps.put("validate-envelope", List.of("to json-validator"));
        steps.put(
                "accept-event",
                List.of("process eventHeaders", "idempotentConsumer with #seenEvents and removeOnFailure: false"));
        steps.put(
                "route-event",
                List.of(
                        "to direct:validate-event",
                        "policy contained",
                        "to direct:by-domain",
                        "policy contained",
                        "to direct:operations",
                        "process retract",
                        "to direct:dead"));
        steps.put("validate-event", List.of("to json-validator"));
        for (String failure : List.of("invalid", "dead", "unknown")) {
            steps.put(failure, List.of("process failureHeaders", "to kamelet:set-aside-sink"));
        }
        return steps;
    }

    /** The steps that a route has to have; none when it is not one of the trunk's. */
    public static List<String> of(String route) {
        return REQUIRED.getOrDefault(route, List.of());
    }

    /**
     * What is missing, by route; nothing when the trunk is whole.
     *
     * @param routes as they were read; each route of the trunk that is not among them misses all of its steps
     */
    public static Map<String, String> missing(List<RouteDefinition> routes) {
        Map<String, String> missing = new LinkedHashMap<>();
        REQUIRED.forEach((id, steps) -> {
            List<String> there = routes.stream()
                    .filter(route -> id.equals(route.getRouteId()))
                    .findFirst()
                    .map(route -> steps(route.getOutputs()).toList())
                    .orElse(List.of());
            String first = firstMissing(steps, there);
            if (first != null) {
                missing.put(id, first);
            }
        });
        return missing;
    }

    private static @Nullable String firstMissing(List<String> required, List<String> there) {
        List<String> rest = new ArrayList<>(there);
        for (String step : required) {
            int at = rest.indexOf(step);
            if (at < 0) {
                return step;
            }
            rest = rest.subList(at + 1, rest.size());
        }
        return null;
    }

    /** Those that are always taken: not what stands below a condition. */
    private static Stream<String> steps(List<ProcessorDefinition<?>> outputs) {
        return outputs.stream()
                .filter(step -> !(step instanceof ChoiceDefinition
                        || step instanceof FilterDefinition
                        || step instanceof LoopDefinition))
                .flatMap(step -> Stream.concat(Stream.of(name(step)), steps(inside(step))));
    }

    private static List<ProcessorDefinition<?>> inside(ProcessorDefinition<?> step) {
        List<ProcessorDefinition<?>> inside = new ArrayList<>(step.getOutputs());
        if (step instanceof TryDefinition attempt && attempt.getCatchClauses() != null) {
            attempt.getCatchClauses().forEach(caught -> inside.addAll(caught.getOutputs()));
        }
        return inside;
    }

    private static String name(ProcessorDefinition<?> step) {
        if (step instanceof ProcessDefinition process) {
            return "process " + process.getRef();
        }
        if (step instanceof PolicyDefinition policy) {
            return "policy " + policy.getRef();
        }
        if (step instanceof ToDefinition to) {
            return "to " + target(to.getEndpointUri());
        }
        if (step instanceof SplitDefinition split && "true".equals(split.getStopOnException())) {
            return "split with stopOnException";
        }
        if (step instanceof IdempotentConsumerDefinition once && "false".equals(once.getRemoveOnFailure())) {
            return "idempotentConsumer with " + once.getIdempotentRepository() + " and removeOnFailure: false";
        }
        return Objects.toString(step.getShortName());
    }

    private static String target(String uri) {
        return uri.startsWith("direct:") || uri.startsWith("kamelet:")
                ? uri.replace("://", ":").replaceFirst("\\?.*", "")
                : uri.replaceFirst(":.*", "");
    }
}
