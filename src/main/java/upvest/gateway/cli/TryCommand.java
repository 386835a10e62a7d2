package upvest.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upvest.gateway.Printable;
import upvest.gateway.broker.Queues;
import upvest.gateway.check.Steps;
import upvest.gateway.check.Trial;

/** {@code gateway try}. */
@Command(
        name = "try",
        description = {
            "Shows the routes and steps that each event of a delivery takes, and each message that would be sent.",
            "",
            "Runs the routes without a network, as \"gateway check\" does: no gateway is needed, nothing is sent or"
                    + " written. Steps are those of domains and channels; --json has those of the trunk as well.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway try samples/live/orders.json",
            "  gateway try event.json --contract=published --json",
            "  cat event.json | gateway try -",
        },
        exitCodeList = {
            "0:each event reaches a domain",
            "1:one does not: it ends in invalid, dead or unknown, or is dropped because it is there twice",
            "2:invalid command line, no delivery, or the routes do not start"
        })
final class TryCommand extends RouteCommand {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Parameters(
            paramLabel = "FILE",
            description = "A delivery, JSON, such as a sample or a recorded one; or one event, or a list of events."
                    + " \"-\" is standard input.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print JSON: for each event its steps and messages.")
    private boolean json;

    /** An event, where it went and what of it would be sent. */
    record Tried(
            String event,
            @Nullable String type,
            @Nullable String failure,
            List<Map<String, Object>> steps,
            List<Trial.Sent> messages) {}

    @Override
    public Integer call() throws IOException {
        byte[] delivery = DeliveryFile.read(file);
        Steps steps = new Steps(home());
        try (Trial trial = start(steps)) {
            List<Trial.Ended> events = trial.run(delivery);
            print(events, steps.take());
            boolean reached = events.stream().allMatch(event -> !event.sent().isEmpty() && event.failure() == null);
            return reached ? 0 : GatewayCommand.NOT_ALL;
        }
    }

    private void print(List<Trial.Ended> events, List<List<Steps.Step>> steps) throws IOException {
        PrintWriter out = out();
        List<Tried> all = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (json) {
                all.add(tried(events.get(i), steps.get(i)));
            } else {
                print(out, i + 1, events.get(i), steps.get(i));
            }
        }
        if (json) {
            out.println(JSON.writeValueAsString(all));
        }
    }

    private static Tried tried(Trial.Ended event, List<Steps.Step> steps) {
        return new Tried(
                event.event(),
                event.type(),
                event.failure(),
                steps.stream().map(TryCommand::tree).toList(),
                event.sent());
    }

    private static Map<String, Object> tree(Steps.Step step) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("route", step.route());
        tree.put("file", step.file().toString().replace('\\', '/'));
        tree.put("line", step.line());
        tree.put("step", step.step());
        if (step.failure() != null) {
            tree.put("failure", step.failure());
        }
        return tree;
    }

    private static void print(PrintWriter out, int number, Trial.Ended event, List<Steps.Step> steps) {
        out.printf("%d  %s  %s%n", number, event.type() == null ? "(no type)" : event.type(), event.event());
        out.println("  way  " + steps.stream().map(Steps.Step::route).distinct().collect(Collectors.joining(" > ")));
        List<Steps.Step> own = steps.stream()
                .filter(step -> !step.isTrunk() || step.failure() != null)
                .toList();
        int width = own.stream().mapToInt(step -> place(step).length()).max().orElse(1);
        for (Steps.Step step : own) {
            out.printf(
                    "  %-" + width + "s  %s%s%n",
                    place(step),
                    Printable.line(step.step()),
                    step.failure() == null ? "" : ": fails: " + Printable.line(step.failure()));
        }
        if (event.sent().isEmpty()) {
            out.println("  nothing is sent: the same event comes before it");
        }
        event.sent().forEach(message -> print(out, message));
        out.println();
    }

    private static String place(Steps.Step step) {
        return step.file().toString().replace('\\', '/') + ":" + step.line();
    }

    private static void print(PrintWriter out, Trial.Sent message) {
        String body = message.body();
        out.printf("%n  %s%s  %s%n", Queues.PREFIX, message.channel(), message.kind());
        message.headers().forEach((name, value) -> out.printf("    %-18s %s%n", name, Printable.line(value)));
        out.printf("    %s%n", body == null ? "(no text)" : body);
    }
}
