package upvest.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway prepare}: the script does it; here is only what it says about itself. */
@Command(
        name = "prepare",
        description = {
            "Makes later starts faster.",
            "",
            "Starts the gateway once, delivers some events to it, and lets Java archive the classes it loaded: gateway.jsa,"
                    + " from Java 25 on gateway.aot. Run it once for each release and each Java; another Java starts as before."
                    + " The first \"gateway run\" of a release does it by itself, if it may write and unless"
                    + " GATEWAY_PREPARE=no."
        },
        exitCodeList = {
            "0:the archive is written",
            "2:this is not an unpacked release",
            "3:it is not written: the gateway did not start, or Java could not write it"
        })
final class PrepareCommand extends ShellCommand {

    @Option(names = "--deliveries", paramLabel = "N", defaultValue = "50", description = "Deliveries; default: 50")
    @SuppressWarnings("UnusedVariable") // the help tells of it
    private int deliveries;

    @Override
    public Integer call() {
        throw new IllegalArgumentException("start it as bin/gateway prepare, with --deliveries N or nothing else");
    }
}
