package upvest.gateway.delivery;

import java.util.UUID;

/**
 * A kept message that goes through the trunk once more.
 *
 * @param event the ledger knows it already
 * @param mark who replays it, when and why
 * @param attempt how often it was replayed, this time included
 * @param rehearsal whether nothing is to be entered or sent
 */
record Replayed(UUID event, String mark, int attempt, boolean rehearsal) {}
