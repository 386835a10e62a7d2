package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that asks a running gateway: with a login, at an address, printed for people or as JSON.
 *
 * @param <T> the answer
 */
@Command(exitCodeList = {"0:done", "2:invalid command line", "3:the gateway cannot be reached, or refuses the login"})
abstract class RemoteCommand<T> extends ShellCommand {

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        T answer = ask();
        if (json) {
            out().println(ManagementClient.json(asJson(answer)));
        } else {
            print(out(), answer);
        }
        return isWell(answer) ? 0 : GatewayCommand.NOT_ALL;
    }

    final ManagementClient management() {
        return management;
    }

    abstract T ask() throws IOException, InterruptedException;

    abstract void print(PrintWriter out, T answer);

    /** Whether it ends with 0. */
    boolean isWell(T answer) {
        return true;
    }

    /** What of the answer is printed as JSON. */
    Object asJson(T answer) {
        return answer;
    }
}
