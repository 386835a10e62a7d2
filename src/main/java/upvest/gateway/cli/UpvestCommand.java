package upvest.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway upvest}. */
@Command(
        name = "upvest",
        description = {
            "Uses Upvest's API: subscriptions and their test, keys, and the sandbox's relay.",
            "",
            "It needs the settings upvest.api.*: config/, the environment (UPVEST_API_CLIENT_SECRET and so on, which no"
                    + " list of processes shows) or --upvest.api.client-id=... behind the command. No secret is printed."
        },
        subcommands = {
            SubscribeCommand.class,
            SubscriptionsCommand.class,
            EnableCommand.class,
            DisableCommand.class,
            TestCommand.class,
            DeleteCommand.class,
            UpvestKeysCommand.class,
            RelayCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:not all of it: the gateway was not reached, or did not answer 200",
            "2:invalid command line, or a setting is missing",
            "3:Upvest cannot be reached, or refuses"
        })
final class UpvestCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
