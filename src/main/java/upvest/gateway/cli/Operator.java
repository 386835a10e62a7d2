package upvest.gateway.cli;

import picocli.CommandLine.Option;

/** Who asks: a mixin for each command that changes what a gateway does. */
final class Operator {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Your name for the audit, in addition to the login; default: your name on this machine.")
    private String by = "";

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "The reason, for the audit.")
    private String why = "";

    String by() {
        return by;
    }

    String why() {
        return why;
    }
}
