package upvest.gateway.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters by name, where the names are the sender's: so many names at most, the rest as {@code other}; what is long is
 * cut, and a character that could mean something to a log or a label becomes a question mark.
 */
final class DriftNames {
    static final String OTHER = "other";
    private static final int MOST_NAMES = 50;
    private static final int LONGEST_NAME = 130; // a type has 129 characters at most
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9_.-]");
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.drift");

    private final String kind;
    private final MeterRegistry registry;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /** @param kind {@code type} or {@code field} */
    DriftNames(String kind, MeterRegistry registry) {
        this.kind = kind;
        this.registry = registry;
        Gauge.builder("upvest.drift." + kind + "s", counters, Map::size)
                .description("Different unknown " + kind + "s since the start")
                .register(registry);
    }

    void count(String sent) {
        String name = plain(sent);
        Counter counter = counters.get(name);
        (counter == null ? admit(name) : counter).increment();
    }

    private synchronized Counter admit(String name) {
        String kept = counters.size() < MOST_NAMES || counters.containsKey(name) ? name : OTHER;
        return counters.computeIfAbsent(kept, this::register);
    }

    private Counter register(String name) {
        LOG.atWarn().addKeyValue(kind, name).log("not in the contract's types.yaml, see bin/gateway drift");
        return Counter.builder("upvest.drift.events")
                .description("Events with an unknown type or field, by its name")
                .tag("kind", kind)
                .tag("name", name)
                .register(registry);
    }

    private static String plain(String sent) {
        String shown = sent.length() > LONGEST_NAME ? sent.substring(0, LONGEST_NAME) + "..." : sent;
        return shown.isEmpty() ? "?" : ODD.matcher(shown).replaceAll("?");
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        counters.forEach((name, counter) -> counts.put(name, (long) counter.count()));
        return counts;
    }
}
