package upvest.gateway.operations;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Which addresses have sent wrong passwords: after some, one more is looked at every few seconds. */
final class FailedLogins {
    /** So many wrong ones in a row may be typing errors. */
    static final int FREE = 10;

    /** From then on between two of an address. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int REMEMBERED = 1000;

    private final LongSupplier nanos;

    /** The oldest first. */
    private final Map<String, Wrong> byAddress = new LinkedHashMap<>();

    private record Wrong(int times, long last) {}

    /** @param nanos a clock that only goes forward */
    FailedLogins(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether a password from this address is looked at now. */
    synchronized boolean mayTry(String address) {
        Wrong wrong = byAddress.get(address);
        if (wrong == null) {
            return true;
        }
        long since = nanos.getAsLong() - wrong.last();
        if (since >= FORGOTTEN_NANOS) {
            byAddress.remove(address);
        }
        return wrong.times() < FREE || since >= PAUSE.toNanos();
    }

    synchronized void wrong(String address) {
        Wrong before = byAddress.remove(address);
        byAddress.put(address, new Wrong(before == null ? 1 : before.times() + 1, nanos.getAsLong()));
        if (byAddress.size() > REMEMBERED) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
    }

    synchronized void right(String address) {
        byAddress.remove(address);
    }
}
