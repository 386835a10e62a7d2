package upvest.gateway.delivery;

import java.util.Locale;
import upvest.gateway.broker.ServiceChannel;

/** Where an accepted event ended: each in exactly one of these. */
public enum Outcome {
    /** On the queues of its domain. */
    ROUTED,
    /** Broke the contract. */
    INVALID,
    /** Its domain route failed. */
    DEAD,
    /** No domain route wants it. */
    UNKNOWN,
    /** Seen before. */
    DUPLICATE;

    /** As in metrics and on the command line: {@code routed}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param channels where it went, the first one decides: a mail to operations goes along with any of them */
    public static Outcome of(String channels) {
        ServiceChannel setAside = ServiceChannel.at(channels.split(",", 2)[0]);
        if (setAside == null) {
            return ROUTED;
        }
        return switch (setAside) {
            case INVALID -> INVALID;
            case DEAD, PARKED -> DEAD;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
