package upvest.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.check.Revision;
import upvest.gateway.check.RouteDiff;
import upvest.gateway.check.Settings;

/** {@code gateway diff}. */
@Command(
        name = "diff",
        description = {
            "Shows which events would go elsewhere after a change of the routes.",
            "",
            "Sends an event of each type, and the events of recorded deliveries, through the routes as they were and as"
                    + " they are, and lists those that end in other channels.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway diff --against HEAD",
            "  gateway diff --against origin/main --deliveries data/recorded",
            "  gateway diff --against ../gateway-as-it-runs --json",
        },
        exitCodeList = {
            "0:every event goes where it went",
            "1:some go elsewhere",
            "2:invalid command line, no such revision or folder, or routes that do not start"
        })
final class DiffCommand extends RouteCommand {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--against",
            paramLabel = "REV_OR_DIR",
            required = true,
            description = "The routes as they were: a folder, or a git revision of --home.")
    private String against = "";

    @Option(
            names = "--deliveries",
            paramLabel = "DIR",
            description = "Deliveries to compare as well, one a file *.json: data/recorded, samples/published ...")
    private @Nullable Path deliveries;

    @Option(names = "--json", description = "Print JSON: types and events, each with before and after.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (deliveries != null && !Files.isDirectory(deliveries)) {
            throw new IllegalArgumentException("there is no folder " + deliveries);
        }
        Settings.checked(home(), arguments());
        RouteDiff diff = diff();
        if (json) {
            out().println(JSON.writeValueAsString(diff));
        } else {
            print(diff);
        }
        return diff.isEmpty() ? 0 : GatewayCommand.NOT_ALL;
    }

    private RouteDiff diff() {
        Path folder = Path.of(against);
        try {
            if (Files.isDirectory(folder)) {
                return RouteDiff.of(folder, home(), arguments(), deliveries);
            }
            try (Revision revision = Revision.of(home(), against)) {
                return RouteDiff.of(revision.folder(), home(), arguments(), deliveries);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // files and git, not a gateway
        }
    }

    private void print(RouteDiff diff) {
        print(diff.types());
        print(diff.events());
        String recorded = deliveries == null
                ? ""
                : "; " + diff.events().size() + " of " + diff.compared() + " events in " + deliveries;
        int types = diff.types().size();
        out().println(types + (types == 1 ? " event type goes elsewhere" : " event types go elsewhere") + recorded);
    }

    private void print(List<RouteDiff.Change> changes) {
        int width = changes.stream()
                .mapToInt(change -> change.what().length())
                .max()
                .orElse(1);
        for (RouteDiff.Change change : changes) {
            out().printf(
                            "%-" + width + "s  %s -> %s%n",
                            change.what(),
                            String.join(", ", change.before()),
                            String.join(", ", change.after()));
        }
    }
}
