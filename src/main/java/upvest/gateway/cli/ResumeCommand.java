package upvest.gateway.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway resume}. */
@Command(
        name = "resume",
        description = "Ends a pause of the intake, a domain or an outbox, and lists what is still paused.",
        footer = {"", "Examples:", "  gateway resume orders", "  gateway resume intake"})
final class ResumeCommand extends PausedList {

    @Parameters(paramLabel = "NAME", description = "What was paused, such as intake, orders or mail.")
    private String what = "";

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Your name for the audit; default: your name on this machine.")
    private String by = "";

    @Override
    Answer ask() throws IOException, InterruptedException {
        return management().delete(Answer.class, "pause/" + ManagementClient.segment(what), by);
    }
}
