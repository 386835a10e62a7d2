package upvest.gateway.cli;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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
        })
final class PauseCommand extends PausedList {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "intake, or the queue of a domain or an outbox, such as orders, mail or files.")
    private @Nullable String what;

    @Mixin
    private AuditOptions operator = new AuditOptions();

    @Override
    Answer ask() throws IOException, InterruptedException {
        return what == null
                ? management().get(Answer.class, "pause")
                : management()
                        .post(Answer.class, "pause", Map.of("what", what, "by", operator.by(), "why", operator.why()));
    }
}
