package upvest.gateway.operations;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.delivery.FailureHeaders;

/**
 * What messages of a service channel have in common: why they wait there. A reason is told without the words of an
 * exception, which may quote an event: its name, and the step where it happened.
 *
 * @param route the queue a consumer gave them back to; empty for what the gateway itself put there
 */
record WaitingGroup(String reason, String route) {
    /** The reason of a message that says none. */
    static final String NO_REASON = "no reason given";

    private static final String CAME_FROM = "_AMQ_ORIG_QUEUE";
    private static final String SERVICE = QueueContent.oneOf(
            CAME_FROM, ServiceChannel.queues().stream().sorted().toList());

    static WaitingGroup of(Message message) throws JMSException {
        String cameFrom = message.getStringProperty(CAME_FROM);
        return cameFrom != null && !ServiceChannel.queues().contains(cameFrom)
                ? new WaitingGroup(KeptMessage.GIVEN_BACK, cameFrom)
                : new WaitingGroup(told(message.getStringProperty(MessageHeaders.FAILURE)), "");
    }

    /** An {@code UpvestFailure} as its group is called. */
    static String told(@Nullable String failure) {
        return failure == null || failure.isEmpty() ? NO_REASON : FailureHeaders.told(failure);
    }

    /** Whether a group is meant by this one, in which a text is empty where any is. */
    boolean covers(WaitingGroup other) {
        return (reason.isEmpty() || reason.equals(other.reason)) && (route.isEmpty() || route.equals(other.route));
    }

    /**
     * What the broker can leave out of a look for messages that this group covers; null: nothing.
     *
     * @param type event type; empty: any
     */
    @Nullable
    String selector(String type) {
        List<String> parts = new ArrayList<>();
        if (reason.equals(KeptMessage.GIVEN_BACK)) {
            parts.add(CAME_FROM + " IS NOT NULL");
        } else if (reason.equals(NO_REASON)) {
            parts.add("(UpvestFailure IS NULL OR UpvestFailure = '')");
        } else if (!reason.isEmpty()) {
            String name = reason.replaceFirst(", at [^ ]*$", "").replaceAll("([!%_])", "!$1") + ": %";
            parts.add("(UpvestFailure = " + QueueContent.literal(reason) + " OR UpvestFailure LIKE "
                    + QueueContent.literal(name) + " ESCAPE '!') AND (" + CAME_FROM + " IS NULL OR " + SERVICE + ")");
        }
        if (!route.isEmpty()) {
            parts.add(CAME_FROM + " = " + QueueContent.literal(route));
        }
        if (!type.isEmpty()) {
            parts.add("UpvestEventType = " + QueueContent.literal(type));
        }
        return parts.isEmpty() ? null : String.join(" AND ", parts);
    }
}
