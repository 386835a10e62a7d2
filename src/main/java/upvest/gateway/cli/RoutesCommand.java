package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import upvest.gateway.live.RunningFiles;

/** {@code gateway routes}. */
@Command(
        name = "routes",
        description = {
            "Lists the files whose routes a gateway is running: hash, since when, applied by whom.",
            "",
            "The hash is the beginning of the text's SHA-256. Files on disk that differ from what runs are listed below.",
        },
        exitCodeList = {
            "0:what is on disk is what runs",
            "1:something on disk differs",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class RoutesCommand extends RemoteCommand<RunningFiles> {
    private static final int SHORT_HASH = 12;

    @Override
    RunningFiles ask() throws IOException, InterruptedException {
        return management().get(RunningFiles.class, "routes");
    }

    @Override
    void print(PrintWriter out, RunningFiles running) {
        int width =
                running.files().keySet().stream().mapToInt(String::length).max().orElse(1);
        running.files()
                .forEach((path, file) -> out.printf(
                        "%-" + width + "s  %s  %.19sZ  %s%n",
                        path,
                        file.hash().substring(0, SHORT_HASH),
                        file.since(),
                        file.by()));
        running.changed().forEach(path -> out.println("on disk differs: " + path));
    }

    @Override
    boolean isWell(RunningFiles running) {
        return running.changed().isEmpty();
    }
}
