package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.upvestapi.ApiFailure;
import upvest.gateway.upvestapi.Subscriptions;
import upvest.gateway.upvestapi.UpvestApi;
import upvest.gateway.upvestapi.WantedSubscription;

/** {@code gateway upvest subscribe}. */
@Command(
        name = "subscribe",
        description = {
            "Creates a subscription for a gateway's public address, enables it, and lets Upvest test it. Without --yes it"
                    + " only shows what it would do.",
            "",
            "An address with a subscription gets no second one: each event would come twice, with two ids."
        },
        footer = {
            "",
            "Examples:",
            "  gateway upvest subscribe --url https://hooks.example.com/webhooks/upvest",
            "  gateway upvest subscribe --url https://hooks.example.com/webhooks/upvest --yes",
            "  gateway upvest subscribe --url ... --type ORDER --type EXECUTION --delay 5 --yes"
        },
        exitCodeList = {
            "0:the gateway answered 200 to Upvest's test; or shown what would be done",
            "1:it did not, or the address has a subscription already",
            "2:invalid command line, or a setting is missing",
            "3:Upvest cannot be reached, or refuses"
        })
final class SubscribeCommand extends ApiCommand {
    private static final int USUAL_SIZE = 512 * 1024;
    /** The largest package is so many times smaller than upvest.limits.body: one event may be larger than the package. */
    private static final int ROOM = 4;

    @Option(
            names = "--url",
            required = true,
            description = "The gateway's public address: https, a DNS name, and the path of upvest.path.")
    private URI url = URI.create("");

    @Option(names = "--title", defaultValue = "upvest-gateway", description = "Its title; default: ${DEFAULT-VALUE}.")
    private String title = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "ALL",
            description = "ALL, a category such as ORDER, or a type such as ORDER.NEW; may be repeated; default: ALL.")
    private List<String> types = List.of();

    @Option(names = "--exclude-type", paramLabel = "TYPE", description = "What is left out of ALL; may be repeated.")
    private List<String> excluded = List.of();

    @Option(
            names = "--delay",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "How long Upvest collects events for a delivery, 1 to 30; default: ${DEFAULT-VALUE}.")
    private int delay;

    @Option(
            names = "--max-package-size",
            paramLabel = "BYTES",
            description = "Maximum size of a delivery of several events, 100 to 1048576 and a quarter of"
                    + " upvest.limits.body; default: 524288, or that quarter.")
    private @Nullable Integer size;

    @Option(names = "--yes", description = "Do it. Without this nothing is changed.")
    private boolean perform;

    @Override
    public Integer call() throws ApiFailure {
        WantedSubscription wanted = wanted();
        UpvestApi api = api(UpvestApi.ADMIN);
        Subscriptions subscriptions = new Subscriptions(api);
        PrintWriter out = out();
        List<JsonNode> there = subscriptions.all().stream()
                .filter(subscription ->
                        url.toString().equals(subscription.path("url").asText()))
                .toList();
        if (!there.isEmpty()) {
            out.println("this address has a subscription already:");
            there.forEach(subscription -> SubscriptionsCommand.print(out, subscription, ""));
            return GatewayCommand.NOT_ALL;
        }
        if (!perform) {
            out.printf("would make at %s:%n%s%n", api, wanted.json().toPrettyString());
            out.println("then enable it, and let Upvest test it; nothing was changed; --yes does it");
            return 0;
        }
        String id = subscriptions.create(wanted);
        out.println("created   " + id);
        subscriptions.enable(id, true);
        out.println("enabled   " + id);
        return TestCommand.print(out, subscriptions.test(id));
    }

    private WantedSubscription wanted() {
        String path = settings().path();
        if (!path.equals(url.getRawPath())) {
            throw new IllegalArgumentException("the path of --url is not upvest.path, which is " + path
                    + ": Upvest signs it, so that nothing in between may change it");
        }
        long most = settings().limits().body().toBytes() / ROOM;
        if (size != null && size > most) {
            throw new IllegalArgumentException(
                    "--max-package-size is above " + most + ", a quarter of upvest.limits.body: one event may be larger"
                            + " than the package, and is sent all the same");
        }
        int bytes = size != null ? size : (int) Math.min(USUAL_SIZE, most);
        return new WantedSubscription(title, url, types, excluded, Duration.ofSeconds(delay), bytes);
    }
}
