package upvest.gateway.check;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import upvest.gateway.check.TrialSteps.Step;
import upvest.gateway.delivery.TypeTable;

/**
 * Where an event of each type of a contract ends, found by sending one through the routes.
 *
 * @param rows in the order of {@code types.yaml}; none when the routes do not start
 */
public record RouteMap(String contract, List<Row> rows) {

    /**
     * @param channels queues without the prefix {@code upvest.}, in the order of sending
     * @param failure why the event did not reach its domain; null when it did
     * @param where the step that it failed in, where one did
     */
    public record Row(String type, List<String> channels, @Nullable String failure, @JsonIgnore @Nullable Step where) {}

    static RouteMap of(Trial trial, String contract, TypeTable types) {
        List<Row> rows = new ArrayList<>();
        for (String type : types.types()) {
            rows.add(row(trial, type, event(type, types)));
        }
        return new RouteMap(contract, rows);
    }

    private static Row row(Trial trial, String type, String event) {
        try {
            Trial.Ended ended = trial.event(event);
            return new Row(
                    type, ended.channels(), ended.failure(), trial.steps().failed());
        } catch (IllegalStateException e) {
            Step failed = trial.steps().failed();
            return new Row(
                    type,
                    List.of(),
                    e.getMessage(),
                    failed == null ? trial.steps().last() : failed);
        }
    }

    /** An event with nothing in it but what each contract asks for. */
    private static String event(String type, TypeTable types) {
        String category = type.replaceFirst("\\..*", "");
        return """
                {"id":"%s","created_at":"2024-01-15T14:10:12Z","%s":"%s","object":{"id":"%s","type":"%s"},\
                "webhook_id":"%s"}"""
                .formatted(UUID.randomUUID(), types.typeField(), type, UUID.randomUUID(), category, UUID.randomUUID());
    }
}
