package upvest.gateway.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code gateway run}: the script starts it with the gateway's own JVM flags; here is only what it says about itself. */
@Command(
        name = "run",
        description = {
            "Starts the gateway, in the folder above bin/.",
            "",
            "Settings are given as --name=value, see config/application.yaml. GATEWAY_JAVA_OPTIONS replaces the flags of"
                    + " its Java process, which are -Xmx512m -XX:+UseSerialGC and six more. What it writes is for its"
                    + " own user only; GATEWAY_UMASK, 077 by default, changes that."
        },
        exitCodeList = {"143:the gateway was asked to stop and did", "1:it did not start, the last lines say why"})
final class RunCommand extends ShellCommand {

    @Parameters(
            paramLabel = "--SETTING=VALUE",
            arity = "0..*",
            description = "Such as --spring.profiles.active=quick-start or --upvest.contract=live")
    @SuppressWarnings("UnusedVariable") // the help tells of it; bin/gateway itself starts the gateway
    private List<String> settings = List.of();

    @Unmatched
    @SuppressWarnings("UnusedVariable")
    private List<String> unmatched = List.of();

    @Override
    public Integer call() {
        throw new IllegalArgumentException("start it as bin/gateway run");
    }
}
