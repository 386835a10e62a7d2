package upvest.gateway.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** One kept message that goes through the trunk once more, and what became of it. */
final class Again {
    private static final UUID NONE = new UUID(0, 0);

    private final String mark;
    private final boolean rehearsal;
    private UUID event = NONE;
    private int attempt;
    private List<Rehearsal.Sent> sent = List.of();

    /**
     * Begins.
     *
     * @param mark who replays it, when and why
     * @param rehearsal whether nothing is to be entered or sent
     */
    Again(String mark, boolean rehearsal) {
        this.mark = mark;
        this.rehearsal = rehearsal;
    }

    /** The message was taken from its queue. */
    void of(OnceMore.Kept kept) {
        event = kept.event();
        attempt = kept.attempts() + 1;
    }

    /** The replayed event, which the ledger knows already. */
    UUID event() {
        return event;
    }

    String mark() {
        return mark;
    }

    /** How often it was replayed, this time included. */
    int attempt() {
        return attempt;
    }

    boolean rehearsal() {
        return rehearsal;
    }

    void end(List<Rehearsal.Sent> messages) {
        sent = messages;
    }

    /** @param granted the events that were really sent, the others were seen before */
    void end(Set<UUID> granted, Collection<Rehearsal.Sent> messages) {
        sent = messages.stream()
                .filter(message -> granted.contains(message.event()))
                .toList();
    }

    /** What it has sent, or would send. */
    List<Rehearsal.Sent> sent() {
        return sent;
    }
}
