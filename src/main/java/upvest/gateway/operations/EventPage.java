package upvest.gateway.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they were received.
 *
 * @param next where the next page begins; null when this is the last
 * @param hint what may be misspelt; null when something was found, or nothing seems to be
 */
public record EventPage(List<EventRow> events, @Nullable String next, @Nullable String hint) {}
