package upvest.gateway.ledger;

import java.time.Instant;

/**
 * Who did what, when, and to how many.
 *
 * @param number of the row, ascending
 * @param arguments the rest of what they said; no object ids
 * @param dryRun whether it only told what it would do
 * @param howMany messages, files, rows: what the action was about
 * @param outcome how it went, in a few words
 */
public record AuditRow(
        long number,
        Instant at,
        String who,
        String action,
        String arguments,
        boolean dryRun,
        long howMany,
        String outcome) {}
