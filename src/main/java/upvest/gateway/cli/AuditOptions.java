package upvest.gateway.cli;

import picocli.CommandLine.Option;

/** What the audit is to say: a mixin for each command that changes something in a gateway. */
final class AuditOptions {
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
