package upvest.gateway.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upvest.gateway.delivery.DeliveryParser;
import upvest.gateway.delivery.Event;
import upvest.gateway.delivery.StoredDelivery;

/** A delivery and what the routes do with it, written as a case of the routes. */
public final class NewCase {
    private NewCase() {}

    /**
     * The case's YAML. Ids become {@code @1}, {@code @2} ...: the same number for the same id.
     *
     * @param settings with which it holds, beside those of the files
     * @throws IllegalArgumentException when it is no delivery
     */
    public static String of(Trial trial, byte[] delivery, Map<String, String> settings) {
        Map<String, String> ids = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder(settings.isEmpty() ? "" : "given:\n  settings:\n");
        settings.forEach((name, value) -> text.append("    ")
                .append(name)
                .append(": '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        text.append("when:\n  - post:\n      events:\n");
        for (Event event : events(delivery)) {
            String body = event.body().toString().replaceAll("\\s*\\R\\s*", " ");
            String id = event.id().toString();
            if (body.contains(id)) {
                body = body.replace(id, ids.computeIfAbsent(id, any -> "@" + (ids.size() + 1)));
            }
            text.append("        - '").append(body.replace("'", "''")).append("'\n");
        }
        text.append("    answer: 200\nthen:\n");
        return text + then(trial.run(delivery));
    }

    private static List<Event> events(byte[] delivery) {
        List<Event> events = new DeliveryParser("type", field -> false)
                .parse(StoredDelivery.unreceived(delivery))
                .events();
        String failure = events.get(0).failure();
        if (failure != null) {
            throw new IllegalArgumentException("this is not a delivery, {\"payload\": [...]}: " + failure);
        }
        return events;
    }

    private static String then(List<Trial.Ended> events) {
        Map<String, List<String>> channels = new LinkedHashMap<>();
        Map<String, List<String>> outboxes = new LinkedHashMap<>();
        StringBuilder failures = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            String name = "\"" + (i + 1) + "\"";
            for (Trial.Sent sent : events.get(i).sent()) {
                String outbox = RouteCase.OUTBOXES.get(sent.channel());
                (outbox == null ? channels : outboxes)
                        .computeIfAbsent(outbox == null ? sent.channel() : outbox, any -> new ArrayList<>())
                        .add(name);
            }
            String failure = events.get(i).failure();
            if (failure != null) {
                failures.append("    ")
                        .append(name)
                        .append(": '")
                        .append(failure.replace("'", "''"))
                        .append("'\n");
            }
        }
        StringBuilder then = new StringBuilder("  channels:\n");
        channels.forEach((channel, names) ->
                then.append("    ").append(channel).append(": ").append(names).append("\n"));
        outboxes.forEach((outbox, names) ->
                then.append("  ").append(outbox).append(": ").append(names).append("\n"));
        return failures.isEmpty() ? then.toString() : then + "  failures:\n" + failures;
    }
}
