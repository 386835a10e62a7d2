package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import upvest.gateway.live.RoutesControl;

/** {@code gateway routes}. */
@Command(
        name = "routes",
        description = {
            "Lists the files whose routes a gateway is running: hash, since when, applied by whom.",
            "",
            "The hash is the beginning of the text's SHA-256. Files on disk that differ from what runs are listed below.",
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:what is on disk is what runs",
            "1:something on disk differs",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class RoutesCommand implements Callable<Integer> {
    private static final int SHORT_HASH = 12;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Option(names = "--json", description = "Print JSON: files with whole hash, since and by, and those that changed.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode files = management.attribute(RoutesControl.NAME, "Files");
        JsonNode changed = management.attribute(RoutesControl.NAME, "Changed");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            EventLines.json(out, all.<ObjectNode>set("files", files).set("changed", changed));
        } else {
            print(out, files, changed);
        }
        return changed.isEmpty() ? 0 : GatewayCommand.NOT_ALL;
    }

    private static void print(PrintWriter out, JsonNode files, JsonNode changed) {
        Set<String> paths = new TreeSet<>();
        files.fieldNames().forEachRemaining(paths::add);
        int width = paths.stream().mapToInt(String::length).max().orElse(1);
        for (String path : paths) {
            JsonNode file = files.path(path);
            String hash = file.path("hash").asText().substring(0, SHORT_HASH);
            out.printf(
                    "%-" + width + "s  %s  %.19sZ  %s%n",
                    path,
                    hash,
                    file.path("since").asText(),
                    file.path("by").asText());
        }
        changed.forEach(path -> out.println("on disk differs: " + path.asText()));
    }
}
