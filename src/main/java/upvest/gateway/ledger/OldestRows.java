package upvest.gateway.ledger;

import java.time.Instant;

/** The oldest rows of a kind, to be deleted in small steps. */
interface OldestRows {
    /**
     * The end of a step.
     *
     * @param rows how many were deleted
     * @param more whether there may be more to delete; not when another gateway deletes as well
     */
    record Step(int rows, boolean more) {}

    /**
     * Deletes in a short step of its own.
     *
     * @param before when what is deleted was received
     * @param about how many, as far as that can be chosen
     */
    Step delete(Instant before, int about);
}
