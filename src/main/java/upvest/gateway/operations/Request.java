package upvest.gateway.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;
import upvest.gateway.broker.ServiceChannel;

/**
 * Which messages an operator wants something done with.
 *
 * @param limit at most so many, the oldest in the queue first
 */
record Request(ServiceChannel channel, Filter filter, int limit, Action action) {

    private static final int USUAL = 1000;

    /** @param limit null for the usual one */
    static Request of(
            String verb,
            String channel,
            Filter filter,
            @Nullable Integer limit,
            @Nullable String by,
            @Nullable String why,
            boolean dryRun) {
        int most = limit == null ? USUAL : limit;
        if (most < 1) {
            throw new IllegalArgumentException("limit: write 1 or more");
        }
        ServiceChannel from = ServiceChannel.of(channel.strip());
        String reason = why == null || why.isBlank() ? "" : "why='" + why.strip() + "'";
        String arguments = Action.joined(List.of(filter.toString(), "limit=" + most, reason));
        return new Request(from, filter, most, new Action(CurrentUser.asks(by), verb + " " + from, arguments, dryRun));
    }
}
