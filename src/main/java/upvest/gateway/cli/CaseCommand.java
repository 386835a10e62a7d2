package upvest.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upvest.gateway.check.NewCase;
import upvest.gateway.check.Settings;
import upvest.gateway.check.Trial;

/** {@code gateway case}. */
@Command(
        name = "case",
        description = {
            "Writes a case of the routes: a delivery, and what the routes do with it now.",
            "",
            "A case in routes/cases is run by every \"gateway check\". Read it before you keep it: it says what the"
                    + " routes do, not what they should do.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway case samples/published/user-created.json",
            "  gateway case delivery.json --to routes/cases/keeps-rejected-orders.yaml",
        },
        exitCodeList = {"0:the case is written", "2:invalid command line, no delivery, or the routes do not start"})
final class CaseCommand extends RouteCommand {

    @Parameters(
            paramLabel = "FILE",
            description = "A delivery, JSON, such as a sample or a recorded one; or one event, or a list of events.")
    private Path file = Path.of("");

    @Option(names = "--to", paramLabel = "CASE", description = "Write it to this new file; default: print it.")
    private @Nullable Path to;

    @Override
    public Integer call() throws Exception {
        byte[] delivery = DeliveryFile.read(file);
        if (to != null && Files.exists(to)) {
            throw new IllegalArgumentException(to + " is there already: name another file, or remove it");
        }
        try (Trial trial = start()) {
            String text = NewCase.of(trial, delivery, settings(trial));
            if (to == null) {
                out().print(text);
                out().flush();
            } else {
                Files.writeString(to, text);
                err().println(to + " is written: read it, it says what the routes do now");
            }
        }
        return 0;
    }

    /** What the case needs beside the files, so that it holds in every check: what was typed, and a contract of the shell's. */
    private Map<String, String> settings(Trial trial) {
        Map<String, String> settings = new TreeMap<>();
        String contract = trial.settings().contract();
        if (!contract.equals(
                Settings.gateway(Settings.ofFiles(home(), List.of())).contract())) {
            settings.put("upvest.contract", contract);
        }
        for (String argument : arguments()) {
            String[] setting = argument.substring("--".length()).split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        return settings;
    }
}
