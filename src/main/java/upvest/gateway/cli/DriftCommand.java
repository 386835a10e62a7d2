package upvest.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import upvest.gateway.contract.Drift;
import upvest.gateway.contract.DriftPatch;

/** {@code gateway drift}. */
@Command(
        name = "drift",
        description = {
            "Lists event types and top-level fields that the contract does not know, and proposes a patch.",
            "",
            "What is listed was counted since the gateway's start. The patch adds it to schemas/<contract>/types.yaml,"
                    + " and each new category to the domain whose categories have the same first or last words, else to"
                    + " the types that may end in unknown. Apply it in the project's folder:",
            "  bin/gateway drift | git apply"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is unknown",
            "1:something is",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class DriftCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Option(
            names = "--project",
            paramLabel = "FOLDER",
            defaultValue = "${sys:gateway.home:-.}",
            description = "The project to patch; default: the one that bin/gateway belongs to")
    private Path project = Path.of("");

    @Option(
            names = "--json",
            description = "Print JSON: contract, since, types and fields with their counts; no patch.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Drift.Report drift = management.read("drift", Drift.Report.class);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            EventLines.json(out, new ObjectMapper().valueToTree(drift));
            return drift.types().isEmpty() && drift.fields().isEmpty() ? 0 : GatewayCommand.NOT_ALL;
        }
        return print(out, drift);
    }

    private int print(PrintWriter out, Drift.Report drift) throws IOException {
        if (!drift.counted()) {
            out.printf("nothing is counted under the contract %s: it has no open list of types%n", drift.contract());
            return 0;
        }
        if (drift.types().isEmpty() && drift.fields().isEmpty()) {
            out.printf("nothing unknown to the contract %s since %s%n", drift.contract(), drift.since());
            return 0;
        }
        out.printf("unknown to the contract %s since %s:%n", drift.contract(), drift.since());
        list("type", drift.types(), out);
        list("field", drift.fields(), out);
        List<String> patch = new DriftPatch(project, drift.contract())
                .propose(drift.types().keySet(), drift.fields().keySet());
        out.println();
        out.println(
                patch.isEmpty()
                        ? "no patch: what can be added is there already, and is known from the next start on"
                        : "a patch, to apply with: bin/gateway drift | git apply");
        patch.forEach(out::println);
        out.flush();
        return GatewayCommand.NOT_ALL;
    }

    private static void list(String kind, Map<String, Long> counts, PrintWriter out) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(name -> out.printf(
                        "  %-5s  %-40s  %d %s%n",
                        kind, name.getKey(), name.getValue(), name.getValue() == 1 ? "event" : "events"));
    }
}
