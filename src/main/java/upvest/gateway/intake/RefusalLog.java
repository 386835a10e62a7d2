package upvest.gateway.intake;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import upvest.gateway.LinesAMinute;

/**
 * What the log says of refusals: for each answer and reason at most so many lines a minute, and with the next one how many
 * were left out. Whoever sends without end must not fill the disk.
 */
final class RefusalLog {
    static final int LINES_A_MINUTE = 20;
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.answers");

    private final LinesAMinute lines;

    /** @param nanos a clock that only goes forward */
    RefusalLog(LongSupplier nanos) {
        lines = new LinesAMinute(LINES_A_MINUTE, nanos);
    }

    void add(Refused refused) {
        boolean stranger = refused.reason() == RefusalReason.STRANGER;
        lines.log(
                refused.status().value() + refused.reason().name(),
                () -> LOG.atLevel(stranger ? Level.INFO : Level.WARN)
                        .addKeyValue("answer", refused.status().value())
                        .addKeyValue("reason", refused.reason())
                        .addKeyValue("detail", refused.detail()),
                stranger ? "request refused" : "delivery refused");
    }
}
