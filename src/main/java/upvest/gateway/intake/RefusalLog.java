package upvest.gateway.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.HttpStatus;

/**
 * What the log says of refusals: for each answer and reason at most so many lines a minute, and with the next one how many
 * were left out. Whoever sends without end must not fill the disk.
 */
final class RefusalLog {
    static final int LINES_A_MINUTE = 20;
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.answers");
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final Map<String, Minute> minutes = new HashMap<>();

    /** @param nanos a clock that only goes forward */
    RefusalLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Since when, how many lines, how many left out before. */
    private static final class Minute {
        private long began;
        private int lines;
        private long leftOut;

        Minute(long began) {
            this.began = began;
        }
    }

    void add(HttpStatus status, String reason, String detail) {
        long leftOut = leftOutBefore(status.value() + reason);
        if (leftOut < 0) {
            return;
        }
        boolean stranger = reason.equals(Refusals.STRANGER);
        var line = LOG.atLevel(stranger ? Level.INFO : Level.WARN)
                .addKeyValue("answer", status.value())
                .addKeyValue("reason", reason)
                .addKeyValue("detail", detail);
        if (leftOut > 0) {
            line = line.addKeyValue("notLogged", leftOut);
        }
        line.log(stranger ? "request refused" : "delivery refused");
    }

    /** Less than 0: this one is left out as well. */
    private synchronized long leftOutBefore(String kind) {
        long now = nanos.getAsLong();
        Minute minute = minutes.computeIfAbsent(kind, any -> new Minute(now));
        if (now - minute.began >= MINUTE) {
            minute.began = now;
            minute.lines = 0;
        }
        if (minute.lines == LINES_A_MINUTE) {
            minute.leftOut++;
            return -1;
        }
        minute.lines++;
        long leftOut = minute.leftOut;
        minute.leftOut = 0;
        return leftOut;
    }
}
