package upvest.gateway.cli;

import picocli.CommandLine.Command;
import upvest.gateway.upvestapi.ApiFailure;
import upvest.gateway.upvestapi.Subscriptions;

/** {@code gateway upvest delete}. */
@Command(name = "delete", description = "Deletes a subscription for good. Without --yes it only shows it.")
final class DeleteCommand extends SubscriptionCommand {
    @Override
    String change(Subscriptions subscriptions, String id) throws ApiFailure {
        subscriptions.delete(id);
        return "deleted";
    }
}
