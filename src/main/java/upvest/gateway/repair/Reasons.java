package upvest.gateway.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.delivery.FailureHeaders;

/**
 * What waits in a service channel, by why it waits there. The broker counts, some 100,000 messages in a second, and none is
 * read. A reason is told without the words of an exception, which may quote an event.
 */
final class Reasons {
    private static final String CAME_FROM = "_AMQ_ORIG_QUEUE";
    private static final String SERVICE = QueueContent.oneOf(
            CAME_FROM, ServiceChannel.queues().stream().sorted().toList());
    private static final String GIVEN_BACK = CAME_FROM + " IS NOT NULL AND NOT (" + SERVICE + ")";
    private static final String FAILED = "(" + CAME_FROM + " IS NULL OR " + SERVICE + ")";
    private static final String NOT_GIVEN = FAILED + " AND UpvestFailure IS NULL";
    private static final String NO_REASON = "no reason given";

    private final QueueContent content;

    Reasons(QueueContent content) {
        this.content = content;
    }

    /**
     * Messages with the same reason.
     *
     * @param route the queue a consumer gave them back to; empty for what the gateway itself put there
     */
    record Group(String reason, String route, long messages) {}

    /**
     * All groups, the largest first.
     *
     * @param messages that are in the channel, so that nothing is counted when all have a reason
     */
    List<Group> of(ServiceChannel channel, long messages) {
        String queue = channel.queue();
        List<Group> groups = new ArrayList<>();
        content.counts(queue, GIVEN_BACK, CAME_FROM)
                .forEach((from, count) -> groups.add(new Group(KeptMessage.GIVEN_BACK, from, count)));
        Map<String, Long> failures = new TreeMap<>();
        content.counts(queue, FAILED + " AND UpvestFailure IS NOT NULL", MessageHeaders.FAILURE)
                .forEach((failure, count) -> failures.merge(FailureHeaders.told(failure), count, Long::sum));
        failures.forEach((reason, count) -> groups.add(new Group(reason, "", count)));
        long told = groups.stream().mapToLong(Group::messages).sum();
        long others = told < messages ? content.count(queue, NOT_GIVEN) : 0;
        if (others > 0) {
            groups.add(new Group(NO_REASON, "", others));
        }
        groups.sort(Comparator.comparingLong(Group::messages).reversed());
        return groups;
    }

    /** How many of a group there are of each event type. */
    Map<String, Long> types(ServiceChannel channel, String reason, String route) {
        String group = selector(reason, route, "");
        String typed = "UpvestEventType IS NOT NULL";
        return content.counts(
                channel.queue(), group == null ? typed : group + " AND " + typed, MessageHeaders.EVENT_TYPE);
    }

    /** Which messages are of a group and a type, for the broker; null when all are. Texts are empty where any is meant. */
    static @Nullable String selector(String reason, String route, String type) {
        List<String> parts = new ArrayList<>();
        if (reason.equals(KeptMessage.GIVEN_BACK)) {
            parts.add(GIVEN_BACK);
        } else if (reason.equals(NO_REASON)) {
            parts.add(NOT_GIVEN);
        } else if (!reason.isEmpty()) {
            String words = reason.replaceAll("([!%_])", "!$1") + ": %";
            parts.add(FAILED + " AND (UpvestFailure = " + QueueContent.literal(reason) + " OR UpvestFailure LIKE "
                    + QueueContent.literal(words) + " ESCAPE '!')");
        }
        if (!route.isEmpty()) {
            parts.add(CAME_FROM + " = " + QueueContent.literal(route));
        }
        if (!type.isEmpty()) {
            parts.add("UpvestEventType = " + QueueContent.literal(type));
        }
        return parts.isEmpty() ? null : String.join(" AND ", parts);
    }

    /** Why a message waits, as its group is called. */
    static String told(@Nullable String cameFrom, @Nullable String failure) {
        if (cameFrom != null && !ServiceChannel.queues().contains(cameFrom)) {
            return KeptMessage.GIVEN_BACK;
        }
        return failure == null ? NO_REASON : FailureHeaders.told(failure);
    }
}
