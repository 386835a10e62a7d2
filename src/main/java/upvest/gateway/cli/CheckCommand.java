package upvest.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.check.Finding;
import upvest.gateway.check.RouteCheck;
import upvest.gateway.check.RouteMap;
import upvest.gateway.check.Severity;

/** {@code gateway check}. */
@Command(
        name = "check",
        description = {
            "Checks the routes without a running gateway and shows where each event type ends.",
            "",
            "Reads the files, starts the routes without a network, sends an event of each type of each contract through"
                    + " them, and runs the cases in routes/cases. It shows the contract in force; with --contract"
                    + " it checks no other one. Nothing is sent or written. Settings are given as for the gateway:"
                    + " --upvest.contract=live, --spring.profiles.active=NAME.",
            "",
            "A finding is an error, a warning (probably not what you intended) or a matter of style. Only errors keep"
                    + " routes from being applied.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway check",
            "  gateway check --strict",
            "  gateway check --contract=live --json",
            "  gateway check --home=../changed-gateway",
        },
        exitCodeList = {
            "0:no error; with --strict nothing at all",
            "1:something is wrong, the last lines say what, where, and what to write instead",
            "2:invalid command line, or no such folder"
        })
final class CheckCommand extends RouteCommand {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--strict", description = "End with 1 for warnings and style too.")
    private boolean strict;

    @Option(
            names = "--json",
            description = "Print JSON: contract, types with their channels, the other contracts, findings.")
    private boolean json;

    @Option(
            names = "--write-docs",
            description = "Also write the generated files in docs/reference: routes.md, asyncapi.yaml,"
                    + " asyncapi-<contract>.yaml for the other contracts, and the tables of channels.md; in a checkout"
                    + " also the metadata of the settings.")
    private boolean writeDocs;

    @Override
    public Integer call() throws Exception {
        RouteCheck check =
                oneContract() ? RouteCheck.of(home(), arguments()) : RouteCheck.ofEachContract(home(), arguments());
        if (json) {
            out().println(JSON.writeValueAsString(tree(check)));
        } else {
            print(check);
        }
        if (writeDocs && check.map().rows().isEmpty()) {
            err().println("nothing is written below docs/reference before there is a map");
        } else if (writeDocs) {
            write();
        }
        boolean wrong = strict ? !check.findings().isEmpty() : check.hasErrors();
        return wrong ? GatewayCommand.NOT_ALL : 0;
    }

    private void write() throws Exception {
        for (Map.Entry<Path, String> page : ReferencePages.of(home()).entrySet()) {
            Files.writeString(home().resolve(page.getKey()), page.getValue());
            err().println(page.getKey() + " is written");
        }
    }

    private void print(RouteCheck check) {
        List<RouteMap.Row> rows = check.map().rows();
        int width = rows.stream().mapToInt(row -> row.type().length()).max().orElse(1);
        for (RouteMap.Row row : rows) {
            out().printf("%-" + width + "s  %s%n", row.type(), String.join(", ", row.channels()));
        }
        out().println(rows.isEmpty() ? "no map and no cases until this is fixed" : "");
        check.findings().forEach(out()::println);
        for (RouteMap other : check.others()) {
            out().printf(
                            "contract %s, %d types%n",
                            other.contract(), other.rows().size());
        }
        out().printf(
                        "contract %s, %d types, %d cases: %s%n",
                        check.map().contract(), rows.size(), check.cases(), verdict(check));
    }

    private static String verdict(RouteCheck check) {
        if (check.findings().isEmpty()) {
            return "nothing is wrong";
        }
        Map<Severity, Long> counts = check.findings().stream()
                .collect(Collectors.groupingBy(Finding::severity, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> switch (count.getKey()) {
                    case STYLE -> count.getValue() + " of style";
                    default -> count.getValue() + " " + count.getKey() + (count.getValue() == 1 ? "" : "s");
                })
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> tree(RouteCheck check) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("contract", check.map().contract());
        tree.put("types", check.map().rows());
        tree.put("others", check.others());
        tree.put("cases", check.cases());
        tree.put("findings", check.findings().stream().map(CheckCommand::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(Finding finding) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", finding.place());
        tree.put("line", finding.line());
        tree.put("severity", finding.severity().toString());
        tree.put("rule", finding.rule().toString());
        tree.put("what", finding.what());
        tree.put("instead", finding.instead());
        return tree;
    }
}
