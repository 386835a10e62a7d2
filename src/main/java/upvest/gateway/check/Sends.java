package upvest.gateway.check;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import upvest.gateway.delivery.TypeTable;

/**
 * What the routes send, found by trial: an event of each type, the poorest that can come, and what breaks the contract.
 *
 * @param channels by queue, without the prefix {@code upvest.}
 * @param open whether the contract takes types that are not listed
 */
record Sends(Map<String, Channel> channels, boolean open) {
    private static final String UNLISTED = "NOT_LISTED.ANYWHERE";
    private static final String OBJECT = "{\"id\":\"9c02ae3a-4b7a-4b1e-8d5c-3f6c1de2b0a4\",\"type\":\"CATEGORY\"}";
    private static final String TIME = "2024-01-15T14:10:12Z";
    private static final String TIME_WITHOUT_HEADER = "9999-12-31T23:59:59Z";

    /**
     * What was seen on a queue.
     *
     * @param types event types, in the order of {@code types.yaml}
     * @param headers on any message
     * @param always on every message
     */
    record Channel(Set<String> types, Set<String> headers, Set<String> always) {
        private static Channel none() {
            return new Channel(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        }

        private void note(Set<String> message) {
            if (headers.isEmpty()) {
                always.addAll(message);
            }
            headers.addAll(message);
            always.retainAll(message);
        }
    }

    static Sends of(Trial trial, TypeTable table) {
        Trial.Ended unlisted = trial.event(event(table, UNLISTED, TIME, OBJECT));
        Sends sends = new Sends(new TreeMap<>(), !unlisted.channels().contains("invalid"));
        for (String type : table.types()) {
            Trial.Ended ended = trial.event(event(table, type, TIME, OBJECT));
            sends.note(ended);
            ended.channels().forEach(channel -> sends.on(channel).types().add(type));
            sends.note(trial.event(event(table, type, TIME_WITHOUT_HEADER, OBJECT)));
            sends.note(trial.event(event(table, type, TIME, "{}")));
        }
        sends.note(unlisted);
        sends.note(
                trial.event(event(table, UNLISTED, TIME, OBJECT).replace("\"webhook_id\":\"", "\"webhook_id\":\"no ")));
        sends.note(trial.event("{}"));
        trial.run("[]".getBytes(StandardCharsets.UTF_8)).forEach(sends::note);
        return sends;
    }

    /** A queue's; everything that any queue has where nothing was sent to it in the trial. */
    Channel channel(String name) {
        Channel seen = channels.get(name);
        if (seen != null) {
            return seen;
        }
        Channel any = Channel.none();
        for (Channel channel : channels.values()) {
            any.note(channel.always());
            any.headers().addAll(channel.headers());
        }
        return any;
    }

    private void note(Trial.Ended ended) {
        for (Trial.Sent sent : ended.sent()) {
            on(sent.channel()).note(sent.headers().keySet());
        }
    }

    private Channel on(String queue) {
        return channels.computeIfAbsent(queue, any -> Channel.none());
    }

    private static String event(TypeTable table, String type, String createdAt, String object) {
        return """
                {"id":"%s","created_at":"%s","%s":"%s","object":%s,"webhook_id":"%s"}"""
                .formatted(
                        UUID.randomUUID(),
                        createdAt,
                        table.typeField(),
                        type,
                        object.replace("CATEGORY", type.replaceFirst("\\..*", "")),
                        UUID.randomUUID());
    }
}
