package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import upvest.gateway.operations.WorkProgress;

/** A command that starts long work, or looks after what is running. */
abstract class WorkCommand extends RemoteCommand<WorkProgress> {
    @Option(
            names = {"--yes", "--do"},
            description = "Do it. Without this it only shows what it would do.")
    private boolean perform;

    @Option(names = "--follow", description = "Show the one that is running, until it ends.")
    private boolean follow;

    @Option(names = "--stop", description = "End the one that is running, after the messages in hand.")
    private boolean stop;

    @Mixin
    private AuditOptions operator = new AuditOptions();

    /** What it is about; null when nothing was given, as for what is running. */
    abstract @Nullable String what();

    /** What the gateway is asked for, besides who wants it and why. */
    abstract Map<String, Object> request();

    abstract void printReport(PrintWriter out, JsonNode report);

    @Override
    final WorkProgress ask() throws IOException, InterruptedException {
        String what = what();
        if ((follow || stop) == (what != null)) {
            throw new ParameterException(
                    spec().commandLine(),
                    what == null
                            ? "say what: "
                                    + spec().positionalParameters().get(0).paramLabel()
                            : "--follow and --stop are about what is running: leave the other options out");
        }
        LongWork work = new LongWork(spec().name(), management(), err());
        return what == null ? running(work) : work.await(start(), operator.by());
    }

    private WorkProgress start() throws IOException, InterruptedException {
        Map<String, Object> request = new HashMap<>(request());
        request.putAll(Map.of("dryRun", !perform, "by", operator.by(), "why", operator.why()));
        return management().post(WorkProgress.class, spec().name(), request);
    }

    private WorkProgress running(LongWork work) throws IOException, InterruptedException {
        WorkProgress progress = work.progress();
        if (!progress.running()) {
            return new WorkProgress(0, "", false, 0, 0, 0, 0, Map.of());
        }
        err().println("begun " + progress.begun());
        if (stop) {
            work.stop(progress.run(), operator.by());
        }
        return work.await(progress, null);
    }

    @Override
    final void print(PrintWriter out, WorkProgress progress) {
        if (progress.run() == 0) {
            out.println("no " + spec().name() + " is running");
        } else {
            printReport(out, ManagementClient.tree(progress.report()));
        }
    }

    /** Whether all was done that was meant. */
    @Override
    final boolean isWell(WorkProgress progress) {
        return progress.failed() == 0
                && progress.remaining() == 0
                && Boolean.TRUE.equals(progress.report().get("complete"));
    }
}
