package upvest.gateway.operations;

import org.jspecify.annotations.Nullable;

/**
 * An event that was looked for.
 *
 * @param event null when the ledger does not know it
 * @param inbox where it may be then; null when the ledger knows it
 */
public record EventLookup(@Nullable EventRow event, InboxReport.@Nullable Inbox inbox) {}
