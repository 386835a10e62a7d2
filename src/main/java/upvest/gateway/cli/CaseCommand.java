package upvest.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import upvest.gateway.check.NewCase;
import upvest.gateway.check.Trial;

/** {@code gateway case}. */
@Command(
        name = "case",
        description = {
            "Writes a case of the routes: a delivery, and what the routes do with it now.",
            "",
            "A case below routes/cases is run by every \"gateway check\". Read it before you keep it: it says what the"
                    + " routes do, not what they should do.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway case samples/published/user-created.json",
            "  gateway case delivery.json --to routes/cases/keeps-rejected-orders.yaml",
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the case is written", "2:wrong words, no delivery, or the routes do not start"})
final class CaseCommand extends RouteCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A delivery, JSON, such as a sample or a recorded one.")
    private Path file = Path.of("");

    @Option(names = "--to", paramLabel = "CASE", description = "Write it to this new file; default: print it.")
    private @Nullable Path to;

    @Override
    public Integer call() throws Exception {
        byte[] delivery = Files.readAllBytes(file);
        if (to != null && Files.exists(to)) {
            throw new IllegalArgumentException(to + " is there already: name another file, or remove it");
        }
        try (Trial trial = start()) {
            String text = NewCase.of(trial, delivery);
            if (to == null) {
                spec.commandLine().getOut().print(text);
                spec.commandLine().getOut().flush();
            } else {
                Files.writeString(to, text);
                spec.commandLine().getErr().println(to + " is written: read it, it says what the routes do now");
            }
        }
        return 0;
    }
}
