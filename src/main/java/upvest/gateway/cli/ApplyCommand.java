package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.live.Applied;

/** {@code gateway apply}. */
@Command(
        name = "apply",
        description = {
            "Applies changed files of domains, channels and kamelets to a running gateway, without a restart.",
            "",
            "The gateway checks its files as \"gateway check\" does, shows which event types go elsewhere, and swaps the"
                    + " routes of the files that changed in a moment without a delivery. If anything is wrong, at any"
                    + " point, the old routes run on. The trunk, routes/NN-*.camel.yaml, needs a restart.",
        },
        footer = {"", "Examples:", "  gateway apply --dry-run", "  gateway apply"},
        exitCodeList = {
            "0:what is on disk is what runs",
            "1:not applied",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class ApplyCommand extends RemoteCommand<Applied> {

    @Option(names = "--dry-run", description = "Check and show the result; change nothing.")
    private boolean dryRun;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who applies it, for the audit; default: your name on this machine.")
    private String by = "";

    @Override
    Applied ask() throws IOException, InterruptedException {
        return management().post(Applied.class, "routes", Map.of("dryRun", dryRun, "by", by));
    }

    @Override
    void print(PrintWriter out, Applied applied) {
        applied.report().forEach(out::println);
    }

    @Override
    boolean isWell(Applied applied) {
        return applied.live();
    }
}
