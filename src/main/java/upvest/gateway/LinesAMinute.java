package upvest.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Bounds what others can have written to the log: so many lines a minute of each kind, and with the next one how many were left out. */
public final class LinesAMinute {
    /** Of each kind. */
    public static final int MOST = 20;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final Map<String, Minute> minutes = new HashMap<>();

    /** @param nanos a clock that only goes forward */
    public LinesAMinute(LongSupplier nanos) {
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

    /**
     * Asks for a line.
     *
     * @param kind one of few: each is remembered
     * @return how many were left out since the last line of this kind; less than 0: this one is left out as well
     */
    public synchronized long leftOutBefore(String kind) {
        long now = nanos.getAsLong();
        Minute minute = minutes.computeIfAbsent(kind, any -> new Minute(now));
        if (now - minute.began >= MINUTE) {
            minute.began = now;
            minute.lines = 0;
        }
        if (minute.lines == MOST) {
            minute.leftOut++;
            return -1;
        }
        minute.lines++;
        long leftOut = minute.leftOut;
        minute.leftOut = 0;
        return leftOut;
    }
}
