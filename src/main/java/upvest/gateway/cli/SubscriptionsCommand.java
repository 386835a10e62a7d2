package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upvest.gateway.operations.GatewayStatus;

/** {@code gateway upvest subscriptions}. */
@Command(
        name = "subscriptions",
        description = {
            "Lists the client's subscriptions at Upvest, and when this gateway last answered 200 to each.",
            "",
            "Upvest does not say whether a subscription is blocked. An enabled one from which nothing was"
                    + " received for long may be."
        },
        exitCodeList = {
            "0:done",
            "1:Upvest's list is shown, the gateway could not be asked",
            "2:invalid command line, or a setting is missing",
            "3:Upvest cannot be reached, or refuses"
        })
final class SubscriptionsCommand extends ApiCommand {

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<JsonNode> all = subscriptions().all();
        Map<String, Instant> received = received();
        PrintWriter out = out();
        if (json) {
            out.println(ManagementClient.json(merged(all, received)));
        } else {
            all.forEach(subscription -> print(out, subscription, last(subscription, received)));
            strangers(all, received).forEach(out::println);
            out.printf("%d at %s%n", all.size(), settings().api().url());
        }
        return received == null ? GatewayCommand.NOT_ALL : 0;
    }

    private @Nullable Map<String, Instant> received() throws InterruptedException {
        try {
            return management.get(GatewayStatus.class, "status").lastAccepted();
        } catch (IOException | RefusedCall e) {
            err().println("the gateway cannot be asked what it received: "
                    + (e.getMessage() == null ? "nobody listens there" : e.getMessage()));
            return null;
        }
    }

    private static JsonNode merged(List<JsonNode> all, @Nullable Map<String, Instant> received) {
        ArrayNode merged = new ObjectMapper().createArrayNode();
        for (JsonNode subscription : all) {
            ObjectNode copy = subscription.deepCopy();
            Instant last = received == null
                    ? null
                    : received.get(subscription.path("id").asText());
            if (last != null) {
                copy.put("last_received", last.toString());
            }
            merged.add(copy);
        }
        return merged;
    }

    private static String last(JsonNode subscription, @Nullable Map<String, Instant> received) {
        if (received == null) {
            return "";
        }
        Instant last = received.get(subscription.path("id").asText());
        return last == null
                ? "  nothing received yet"
                : "  last received " + StatusCommand.age(last, Instant.now()) + " ago";
    }

    private static List<String> strangers(List<JsonNode> all, @Nullable Map<String, Instant> received) {
        List<String> strangers = new ArrayList<>();
        if (received != null) {
            received.entrySet().forEach(last -> {
                if (all.stream().noneMatch(subscription -> last.getKey()
                        .equals(subscription.path("id").asText()))) {
                    strangers.add(last.getKey() + "  not at Upvest, last received "
                            + StatusCommand.age(last.getValue(), Instant.now()) + " ago");
                }
            });
        }
        return strangers;
    }

    /** @param last behind the first line */
    static void print(PrintWriter out, JsonNode subscription, String last) {
        out.printf(
                "%s  %-8s%s%n  %s  %s%n  %s%s, delay %s, packages of at most %s bytes%n",
                subscription.path("id").asText(),
                subscription.path("enabled").asBoolean() ? "enabled" : "DISABLED",
                last,
                subscription.path("title").asText(),
                subscription.path("url").asText(),
                words(subscription.path("type")),
                subscription.path("exclude_type").isEmpty()
                        ? ""
                        : " without " + words(subscription.path("exclude_type")),
                subscription.path("config").path("delay").asText("?"),
                subscription.path("config").path("max_package_size").asText("?"));
    }

    private static String words(JsonNode types) {
        List<String> words = new ArrayList<>();
        types.forEach(type -> words.add(type.asText()));
        return String.join(",", words);
    }
}
