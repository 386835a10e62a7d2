package upvest.gateway.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import upvest.gateway.check.TrialSteps.Step;

/** The steps in which events of the trial fail, or that they do not come out of: one finding for each. */
final class TrialFailures {
    private static final int MOST_NAMED = 3;

    private record Failure(String why, List<String> types) {}

    private TrialFailures() {}

    static boolean failed(RouteMap.Row row) {
        return row.channels().contains("dead") || row.channels().isEmpty();
    }

    /** @param known what was found at the same lines already, and explains it */
    static List<Finding> findings(List<RouteMap> maps, List<Finding> known) {
        Map<Step, Failure> failures = new LinkedHashMap<>();
        for (RouteMap map : maps) {
            for (RouteMap.Row row : map.rows()) {
                if (failed(row) && row.where() != null) {
                    String why = why(Objects.toString(row.failure(), "no reason"));
                    failures.computeIfAbsent(row.where(), any -> new Failure(why, new ArrayList<>()))
                            .types()
                            .add(row.type());
                }
            }
        }
        failures.keySet().removeIf(step -> known.stream()
                .anyMatch(finding -> finding.file().equals(step.file()) && finding.line() == step.line()));
        return failures.entrySet().stream()
                .map(failure -> finding(failure.getKey(), failure.getValue()))
                .toList();
    }

    private static Finding finding(Step step, Failure failure) {
        List<String> distinct = failure.types().stream().distinct().toList();
        String names = String.join(", ", distinct.subList(0, Math.min(MOST_NAMED, distinct.size())));
        int more = distinct.size() - MOST_NAMED;
        String instead = failure.why().startsWith("no end")
                ? "take away what waits here, or write it into a route of routes/channels"
                : "fix the step, or write a condition in front of it: these events would be dead";
        return new Finding(
                step.file(),
                step.line(),
                Rule.TRIAL,
                "the step " + step.name() + " fails with " + names + (more > 0 ? " and " + more + " more" : "") + ": "
                        + failure.why(),
                instead);
    }

    /** Without the names of Java's exceptions, and without the place. */
    private static String why(String failure) {
        String said =
                failure.replaceFirst(", at \\S+:\\d+$", "").replaceFirst("(, at the step .*)? of the route .*$", "");
        String message = said.replaceFirst("^[A-Z][\\w$]*(: |$)", "");
        if (said.startsWith("DirectConsumerNotAvailableException")) {
            return "there is no route " + message.replaceFirst(".*direct://([^.\\s]*)\\..*", "$1");
        }
        if (said.startsWith("NumberFormatException")) {
            return "this is not a number, " + message.replaceFirst("^For input string: ", "");
        }
        if (said.startsWith("JsonQueryException")) {
            return "jq cannot work with what is in the event" + (message.equals("N/A") ? "" : ": " + message);
        }
        return message.isBlank() ? said.replaceFirst("Exception$", "") : message;
    }
}
