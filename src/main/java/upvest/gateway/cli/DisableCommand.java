package upvest.gateway.cli;

import picocli.CommandLine.Command;
import upvest.gateway.upvestapi.ApiFailure;
import upvest.gateway.upvestapi.Subscriptions;

/** {@code gateway upvest disable}. */
@Command(name = "disable", description = "Disables a subscription. Without --yes it only shows it.")
final class DisableCommand extends SubscriptionCommand {
    @Override
    String change(Subscriptions subscriptions, String id) throws ApiFailure {
        subscriptions.enable(id, false);
        return "disabled";
    }
}
