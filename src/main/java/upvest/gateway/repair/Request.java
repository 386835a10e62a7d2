package upvest.gateway.repair;

import java.util.List;
import upvest.gateway.audit.Action;
import upvest.gateway.audit.CurrentUser;
import upvest.gateway.broker.ServiceChannel;

/**
 * Which messages an operator wants something done with.
 *
 * @param limit at most so many, the oldest in the queue first
 */
record Request(ServiceChannel channel, Filter filter, int limit, Action action) {

    static Request of(String verb, String channel, Filter filter, int limit, String by, String why, boolean dryRun) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: write 1 or more");
        }
        ServiceChannel from = ServiceChannel.of(channel.strip());
        String arguments = Action.joined(
                List.of(filter.toString(), "limit=" + limit, why.isBlank() ? "" : "why='" + why.strip() + "'"));
        return new Request(from, filter, limit, new Action(CurrentUser.asks(by), verb + " " + from, arguments, dryRun));
    }
}
