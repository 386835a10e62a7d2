package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import upvest.gateway.repair.PauseControl;

/** {@code gateway pause}. */
@Command(
        name = "pause",
        description = {
            "Pauses the intake, a domain or an outbox until it is resumed, even if the gateway restarts. Without a name it lists what"
                    + " is paused.",
            "",
            "A paused intake answers 503: Upvest tries again later. A paused queue keeps what it has and takes what"
                    + " comes; its consumers get nothing but what they hold already.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway pause",
            "  gateway pause orders --why \"order system is moved\"",
            "  gateway pause intake"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:invalid command line", "3:the gateway cannot be reached, or refuses the login"})
final class PauseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "intake, or the queue of a domain or an outbox, such as orders, mail or files.")
    private @Nullable String what;

    @Mixin
    private Operator operator = new Operator();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Override
    public Integer call() throws IOException, InterruptedException {
        print(
                spec.commandLine().getOut(),
                what == null
                        ? management.attribute(PauseControl.NAME, "Paused")
                        : management.invoke(PauseControl.NAME, "pause", what, operator.by(), operator.why()));
        return 0;
    }

    static void print(PrintWriter out, JsonNode paused) {
        if (paused.isEmpty()) {
            out.println("nothing is paused");
        }
        paused.fields()
                .forEachRemaining(each -> out.printf(
                        "PAUSED  %-10s  since %s by %s%s%n",
                        each.getKey(),
                        each.getValue().path("since").asText(),
                        each.getValue().path("by").asText(),
                        each.getValue().path("why").asText().isEmpty()
                                ? ""
                                : ": " + each.getValue().path("why").asText()));
    }
}
