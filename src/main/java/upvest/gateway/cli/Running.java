package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A command that starts long work, or looks after what is running: a mixin. */
final class Running {
    @Option(
            names = {"--yes", "--do"},
            description = "Do it. Without this it only shows what it would do.")
    private boolean perform;

    @Option(names = "--follow", description = "Show the one that is running, until it ends.")
    private boolean follow;

    @Option(names = "--stop", description = "End the one that is running, after the messages in hand.")
    private boolean stop;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    /** What the gateway is asked to start. */
    @FunctionalInterface
    interface Start {
        JsonNode work() throws IOException, InterruptedException;
    }

    /** Whether it is to be done, and not only told. */
    boolean perform() {
        return perform;
    }

    /**
     * Starts the work or finds the one that is running, waits for its end and prints the report.
     *
     * @param what the command is about, to be given unless it is about what is running; null when nothing was given
     * @return the exit code
     */
    int run(
            CommandSpec command,
            LongWork work,
            String by,
            @Nullable String what,
            Start start,
            BiConsumer<PrintWriter, JsonNode> print)
            throws IOException, InterruptedException {
        if ((follow || stop) == (what != null)) {
            throw new ParameterException(
                    command.commandLine(),
                    what == null
                            ? "say what: "
                                    + command.positionalParameters().get(0).paramLabel()
                            : "--follow and --stop are about what is running: leave the other options out");
        }
        JsonNode progress = what == null ? running(command, work, by) : work.await(start.work(), by);
        PrintWriter out = command.commandLine().getOut();
        if (progress == null) {
            out.println("no " + command.name() + " is running");
            return GatewayCommand.NOT_ALL;
        }
        if (json) {
            out.println(progress.toPrettyString());
        } else {
            print.accept(out, progress.path("report"));
        }
        return LongWork.exitCode(progress);
    }

    private @Nullable JsonNode running(CommandSpec command, LongWork work, String by)
            throws IOException, InterruptedException {
        JsonNode progress = work.progress();
        if (!progress.path("running").asBoolean()) {
            return null;
        }
        command.commandLine().getErr().println("begun " + progress.path("begun").asText());
        if (stop) {
            work.stop(progress.path("run").asInt(), by);
        }
        return work.await(progress, null);
    }
}
