package upvest.gateway.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import upvest.gateway.delivery.Outcome;
import upvest.gateway.ledger.Completeness;
import upvest.gateway.ledger.Ledger;

/**
 * Received events and what became of them, hour by hour.
 *
 * @param begin when the first recorded delivery was received: nothing before it can be compared; null when none was
 * @param complete whether all hours add up, and no delivery has a gap
 * @param hours those in which something was received
 * @param gaps deliveries whose events do not add up
 * @param inbox deliveries that are not in these figures yet
 * @param notInLedger by queue, messages of events that the ledger does not know
 */
public record Reconciliation(
        Instant since,
        Instant until,
        @Nullable Instant begin,
        boolean complete,
        List<Hour> hours,
        List<Gap> gaps,
        InboxReport.Inbox inbox,
        Map<String, Long> notInLedger) {
    private static final int MOST_GAPS = 1000;
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * One hour.
     *
     * @param outcomes events by outcome
     * @param missing events that were received and are not in the ledger; negative when it has more
     * @param types events by type, then by outcome; without duplicates
     */
    public record Hour(
            Instant hour,
            long received,
            Map<String, Long> outcomes,
            long missing,
            SortedMap<String, SortedMap<String, Long>> types) {}

    /** A delivery whose events do not add up: how many it must have entered, and how many rows there are. */
    public record Gap(UUID delivery, long expected, long entered) {}

    static Reconciliation of(
            Completeness completeness,
            Instant since,
            Instant until,
            InboxReport.Inbox inbox,
            Map<String, Long> notInLedger) {
        Instant begin = completeness.begin();
        Instant from = begin == null ? until : begin.isAfter(since) ? begin : since;
        List<Hour> hours = new ArrayList<>();
        for (Instant hour = from; hour.isBefore(until); ) {
            Instant next = hour.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
            Completeness.Sum sum = completeness.sum(hour, next.isBefore(until) ? next : until);
            if (sum.received() > 0 || !sum.ended().isEmpty()) {
                hours.add(hour(sum));
            }
            hour = next;
        }
        List<Gap> gaps = completeness.gaps(from, until, MOST_GAPS).stream()
                .map(gap -> new Gap(gap.deliveryId(), gap.expected(), gap.entered()))
                .toList();
        boolean complete = gaps.isEmpty() && hours.stream().allMatch(hour -> hour.missing() == 0);
        return new Reconciliation(since, until, begin, complete, hours, gaps, inbox, notInLedger);
    }

    private static Hour hour(Completeness.Sum sum) {
        SortedMap<String, SortedMap<String, Long>> types = new TreeMap<>();
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
        return new Hour(
                sum.from().truncatedTo(ChronoUnit.HOURS),
                sum.received() - cut, // its events were entered as received
                outcomes,
                sum.missing(),
                types);
    }
}
