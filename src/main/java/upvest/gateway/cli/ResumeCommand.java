package upvest.gateway.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import upvest.gateway.repair.PauseControl;

/** {@code gateway resume}. */
@Command(
        name = "resume",
        description = "Ends a pause of the intake, a domain or an outbox, and lists what is still paused.",
        footer = {"", "Examples:", "  gateway resume orders", "  gateway resume intake"},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:invalid command line", "3:the gateway cannot be reached, or refuses the login"})
final class ResumeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "What was paused, such as intake, orders or mail.")
    private String what = "";

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Your name for the audit; default: your name on this machine.")
    private String by = "";

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PauseCommand.print(spec.commandLine().getOut(), management.invoke(PauseControl.NAME, "resume", what, by));
        return 0;
    }
}
