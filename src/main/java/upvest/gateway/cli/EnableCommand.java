package upvest.gateway.cli;

import picocli.CommandLine.Command;
import upvest.gateway.upvestapi.ApiFailure;
import upvest.gateway.upvestapi.Subscriptions;

/** {@code gateway upvest enable}. */
@Command(name = "enable", description = "Enables a subscription. Without --yes it only shows it.")
final class EnableCommand extends SubscriptionCommand {
    @Override
    String change(Subscriptions subscriptions, String id) throws ApiFailure {
        subscriptions.enable(id, true);
        return "enabled";
    }
}
