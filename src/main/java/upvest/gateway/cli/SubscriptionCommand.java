package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upvest.gateway.upvestapi.ApiFailure;
import upvest.gateway.upvestapi.Subscriptions;

/** A command that changes one subscription: it shows it first, and changes it when told so. */
abstract class SubscriptionCommand extends ApiCommand {

    @Parameters(paramLabel = "ID", description = "The subscription's id, as \"gateway upvest subscriptions\" lists it.")
    private String id = "";

    @Option(names = "--yes", description = "Do it. Without this nothing is changed.")
    private boolean perform;

    /** @return what it is then */
    abstract String change(Subscriptions subscriptions, String subscription) throws ApiFailure;

    @Override
    public Integer call() throws ApiFailure {
        PrintWriter out = out();
        Subscriptions subscriptions = subscriptions();
        JsonNode before = subscriptions.get(id);
        SubscriptionsCommand.print(out, before, "");
        out.println(
                perform
                        ? id + " is " + change(subscriptions, id)
                        : "nothing was changed; --yes does it: " + spec().name());
        return 0;
    }
}
