package upvest.gateway.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import upvest.gateway.delivery.Outcome;
import upvest.gateway.ledger.Completeness;
import upvest.gateway.ledger.Ledger;

/**
 * Received events and what became of them, hour by hour.
 *
 * @param begin when the first recorded delivery was received: nothing before it can be compared; null when none was
 */
record Reconciliation(
        Instant since,
        Instant until,
        @Nullable Instant begin,
        List<Completeness.Sum> hours,
        List<Completeness.Gap> gaps) {
    private static final int MOST_GAPS = 1000;
    private static final Duration HOUR = Duration.ofHours(1);

    static Reconciliation of(Completeness completeness, Instant since, Instant until) {
        Instant begin = completeness.begin();
        Instant from = begin == null ? until : begin.isAfter(since) ? begin : since;
        List<Completeness.Sum> hours = new ArrayList<>();
        for (Instant hour = from; hour.isBefore(until); ) {
            Instant next = hour.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
            Completeness.Sum sum = completeness.sum(hour, next.isBefore(until) ? next : until);
            if (sum.received() > 0 || !sum.ended().isEmpty()) {
                hours.add(sum);
            }
            hour = next;
        }
        return new Reconciliation(since, until, begin, hours, completeness.gaps(from, until, MOST_GAPS));
    }

    /** For JMX. */
    Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("since", since.toString());
        map.put("until", until.toString());
        if (begin != null) {
            map.put("begin", begin.toString());
        }
        map.put("complete", gaps.isEmpty() && hours.stream().allMatch(hour -> hour.missing() == 0));
        map.put("hours", hours.stream().map(Reconciliation::hour).toList());
        map.put(
                "gaps",
                gaps.stream()
                        .map(gap -> Map.of(
                                "delivery", gap.deliveryId().toString(),
                                "expected", gap.expected(),
                                "entered", gap.entered()))
                        .toList());
        return map;
    }

    private static Map<String, Object> hour(Completeness.Sum sum) {
        Map<String, Map<String, Long>> types = new TreeMap<>();
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.label(), 0L);
        }
        long cut = 0;
        for (Completeness.Ended ended : sum.ended()) {
            if (ended.channel().equals(Ledger.CUT)) {
                cut += ended.events();
                continue;
            }
            String outcome = Outcome.of(ended.channel()).label();
            outcomes.merge(outcome, ended.events(), Long::sum);
            types.computeIfAbsent(ended.type() == null ? "without a type" : ended.type(), type -> new TreeMap<>())
                    .merge(outcome, ended.events(), Long::sum);
        }
        outcomes.put(Outcome.DUPLICATE.label(), sum.duplicates());
        Map<String, Object> hour = new LinkedHashMap<>();
        hour.put("hour", sum.from().truncatedTo(ChronoUnit.HOURS).toString());
        hour.put("received", sum.received() - cut); // its events were entered as received
        hour.put("outcomes", outcomes);
        hour.put("missing", sum.missing());
        hour.put("types", types);
        return hour;
    }
}
