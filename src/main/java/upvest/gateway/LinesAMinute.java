package upvest.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Bounds what the log says of one kind of thing: at most so many lines a minute, and with the next one how many were left
 * out.
 */
public final class LinesAMinute {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final int most;
    private final LongSupplier nanos;
    private final Map<String, Minute> minutes = new HashMap<>();

    /** Since when, how many lines, how many left out before. */
    private static final class Minute {
        private long began;
        private int lines;
        private long leftOut;

        Minute(long began) {
            this.began = began;
        }
    }

    /** @param nanos a clock that only goes forward */
    public LinesAMinute(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /**
     * Logs a line, with {@code notLogged} where some were left out before it, or leaves it out.
     *
     * @param kind there must be few of them
     * @param line with its level and its key-values
     */
    public void log(String kind, Supplier<LoggingEventBuilder> line, String text) {
        long leftOut = next(kind);
        if (leftOut >= 0) {
            LoggingEventBuilder told = line.get();
            (leftOut > 0 ? told.addKeyValue("notLogged", leftOut) : told).log(text);
        }
    }

    /**
     * Takes a place for a line.
     *
     * @param kind there must be few of them
     * @return how many were left out before it; less than 0: this one is left out as well
     */
    public synchronized long next(String kind) {
        long now = nanos.getAsLong();
        Minute minute = minutes.computeIfAbsent(kind, any -> new Minute(now));
        if (now - minute.began >= MINUTE) {
            minute.began = now;
            minute.lines = 0;
        }
        if (minute.lines == most) {
            minute.leftOut++;
            return -1;
        }
        minute.lines++;
        long leftOut = minute.leftOut;
        minute.leftOut = 0;
        return leftOut;
    }
}
