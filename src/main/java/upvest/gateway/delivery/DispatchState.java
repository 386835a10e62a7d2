package upvest.gateway.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many deliveries are being dispatched, and why others wait in the inbox if something holds them up. */
public final class DispatchState {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.inbox");

    private final Clock clock;
    private final Map<Object, Held> held = new HashMap<>();
    private final AtomicInteger inHand = new AtomicInteger();

    DispatchState(Clock clock, MeterRegistry registry) {
        this.clock = clock;
        Gauge.builder("upvest.inbox.held", this, state -> state.held() == null ? 0 : 1)
                .description("1 while something holds up deliveries in the inbox")
                .register(registry);
        Gauge.builder("upvest.inbox.dispatching", inHand, AtomicInteger::get)
                .description("Deliveries that dispatchers have in hand")
                .register(registry);
    }

    /** A dispatcher has taken so many deliveries; negative when it is done with them. */
    void inHand(int more) {
        inHand.addAndGet(more);
    }

    /** Deliveries that dispatchers have in hand. */
    public int inHand() {
        return inHand.get();
    }

    /** What holds a dispatcher up, and since when. */
    public record Held(String why, Instant since) {}

    synchronized void waits(Object dispatcher, String why) {
        Held before = held.get(dispatcher);
        held.put(dispatcher, new Held(why, before == null ? clock.instant() : before.since()));
        if (before == null || !before.why().equals(why)) {
            LOG.atWarn().addKeyValue("why", why).log("deliveries wait in the inbox");
        }
    }

    synchronized void works(Object dispatcher) {
        Held before = held.remove(dispatcher);
        if (before != null) {
            LOG.atInfo().addKeyValue("since", before.since()).log("deliveries go on");
        }
    }

    /** What has held up a dispatcher for the longest time; null when all of them work. */
    public synchronized @Nullable Held held() {
        return held.values().stream().min(Comparator.comparing(Held::since)).orElse(null);
    }
}
