package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.ledger.Ledgers.Kind;

/** Two kinds of ledger that were told the same answer every question the same. */
class SearchTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T22:00:00Z");
    private static final Duration PAST = Duration.ofDays(3);
    private static final List<String> TYPES = List.of("ORDER.NEW", "ORDER.NEWER", "USER.CREATED", "RARE");
    private static final List<String> OBJECTS =
            Stream.generate(UUID::randomUUID).limit(7).map(UUID::toString).toList();
    private static final List<String> CHANNELS =
            List.of("upvest.orders", "upvest.orders,upvest.mail", "upvest.users", "upvest.mail");
    private static final List<String> WEBHOOKS = List.of("w-1", "w-2", "w-3");

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private final List<UUID> events = new ArrayList<>();
    private final List<UUID> deliveries = new ArrayList<>();
    private Ledgers ledgers;

    @BeforeEach
    void fill() throws IOException {
        ledgers = new Ledgers(folder);
        for (int i = 0; i < 150; i++) {
            List<Ledger.Claim> claims =
                    Stream.generate(this::claim).limit(1 + i % 3).toList();
            assertThat(ledgers.embedded.ledger().enter(claims)).isEmpty();
            assertThat(ledgers.postgresql.ledger().enter(claims)).isEmpty();
        }
    }

    @AfterEach
    void stop() throws IOException {
        ledgers.close();
    }

    private Ledger.Claim claim() {
        UUID delivery = deliveries.isEmpty() || random.nextInt(4) > 0 ? id() : one(deliveries);
        Instant received = time();
        List<Ledger.Entry> entries = Stream.generate(() -> new Ledger.Entry(
                        id(),
                        delivery,
                        random.nextInt(9) == 0 ? null : type(),
                        random.nextInt(9) == 0 ? null : one(OBJECTS),
                        random.nextInt(9) == 0 ? null : received.minusSeconds(random.nextInt(60)),
                        received,
                        one(CHANNELS)))
                .limit(random.nextInt(20) == 0 ? 300 : random.nextInt(6))
                .toList();
        Map<UUID, Integer> again = new HashMap<>();
        for (int i = random.nextInt(3); i > 0 && !events.isEmpty(); i--) {
            again.put(one(events), 1 + random.nextInt(2));
        }
        int duplicates = again.values().stream().mapToInt(Integer::intValue).sum();
        int lost = random.nextInt(50) == 0 ? 1 : 0;
        String webhook = random.nextInt(5) == 0 ? null : one(WEBHOOKS);
        deliveries.add(delivery);
        entries.forEach(entry -> events.add(entry.eventId()));
        return new Ledger.Claim(
                new AcceptedDelivery(id(), delivery, webhook, received, entries.size() + duplicates + lost),
                entries,
                again);
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Many at the same time. */
    private Instant time() {
        return BEGIN.plus(PAST.dividedBy(150).multipliedBy(random.nextInt(150)));
    }

    private String type() {
        return random.nextInt(100) == 0 ? TYPES.get(3) : TYPES.get(random.nextInt(3));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> void same(Function<Kind, T> question) {
        assertThat(question.apply(ledgers.embedded)).isEqualTo(question.apply(ledgers.postgresql));
    }

    @Test
    void findsTheSame() {
        for (int i = 0; i < 100; i++) {
            UUID event = one(events);
            UUID delivery = one(deliveries);
            int atMost = 1 + random.nextInt(500);
            same(kind -> kind.search().event(event));
            same(kind -> kind.search().eventsOf(delivery, atMost));
            same(kind -> kind.search().attempts(delivery, atMost));
        }
        for (String object : OBJECTS) {
            for (int atMost : new int[] {1, 10, 100_000}) {
                same(kind -> kind.search().about(object, atMost));
            }
            same(kind -> kind.corrections().naming(object));
        }
        same(kind -> kind.search().about("nobody", 10));
        same(kind -> kind.search().lastAccepted(10));
        same(kind -> kind.ledger().newest());
        same(kind -> kind.ledger().owners(events));
        assertThat(ledgers.embedded.size().now().rows()).isEqualTo(events.size());
    }

    @Test
    void pagesTheSame() {
        List<String> types = new ArrayList<>(TYPES);
        types.add(null);
        types.add("ORDER");
        List<String> channels = new ArrayList<>(List.of("upvest.orders", "upvest.mail", "upvest"));
        channels.add(null);
        for (int i = 0; i < 60; i++) {
            String type = one(types);
            String channel = one(channels);
            Instant since = time().minusMillis(random.nextInt(2));
            Instant until =
                    random.nextInt(3) == 0 ? BEGIN.plus(PAST) : since.plus(Duration.ofHours(random.nextInt(40)));
            int atMost = 1 + random.nextInt(400);
            Search.Position after = Search.Position.before(since);
            for (int page = 0; page < 5 && after != null; page++) {
                Search.Wanted wanted = new Search.Wanted(after, until, type, channel);
                same(kind -> kind.search().find(wanted, atMost));
                List<Search.FoundEvent> found = ledgers.embedded.search().find(wanted, atMost);
                after = found.size() < atMost
                        ? null
                        : position(found.get(atMost - 1).entry());
            }
        }
    }

    private static Search.Position position(Ledger.Entry last) {
        return new Search.Position(last.receivedAt(), last.eventId());
    }

    @Test
    void addsUpTheSame() {
        same(kind -> kind.completeness().begin());
        for (Instant hour = BEGIN; hour.isBefore(BEGIN.plus(PAST)); hour = hour.plus(Duration.ofHours(1))) {
            Instant from = hour;
            Instant until = hour.plus(Duration.ofHours(1));
            same(kind -> sorted(kind.completeness().sum(from, until)));
        }
        same(kind -> new HashSet<>(kind.completeness().gaps(BEGIN, BEGIN.plus(PAST), 1000)));
        assertThat(ledgers.embedded.completeness().gaps(BEGIN, BEGIN.plus(PAST), 1000))
                .hasSizeGreaterThan(3);
        assertThat(ledgers.embedded.completeness().gaps(BEGIN, BEGIN.plus(PAST), 2))
                .hasSize(2);
    }

    private static Object sorted(Completeness.Sum sum) {
        return List.of(sum.received(), sum.duplicates(), Set.copyOf(sum.ended()));
    }

    @Test
    void forgetsTheSame() {
        Instant before = BEGIN.plus(PAST.dividedBy(2));
        for (Kind kind : List.of(ledgers.embedded, ledgers.postgresql)) {
            long rows = 0;
            for (OldestRows rowsOf : List.of(kind.oldestEvents(), kind.oldestDeliveries())) {
                OldestRows.Step step;
                do {
                    step = rowsOf.delete(before, 100);
                    rows += rowsOf.equals(kind.oldestEvents()) ? step.rows() : 0;
                    assertThat(step.rows()).isLessThan(100 + Place.ROWS);
                } while (step.more());
            }
            assertThat(kind.ledger().owners(events)).as(kind.name()).hasSize((int) (events.size() - rows));
        }
        findsTheSame0();
        pagesTheSame();
        addsUpTheSame0();
    }

    private void findsTheSame0() {
        same(kind -> kind.ledger().owners(events));
        same(kind -> kind.search().lastAccepted(10));
        for (UUID delivery : deliveries) {
            same(kind -> kind.search().attempts(delivery, 100));
        }
        for (String object : OBJECTS) {
            same(kind -> kind.search().about(object, 1000));
        }
    }

    private void addsUpTheSame0() {
        same(kind -> kind.completeness().begin());
        same(kind -> sorted(kind.completeness().sum(BEGIN, BEGIN.plus(PAST))));
        same(kind -> new HashSet<>(kind.completeness().gaps(BEGIN, BEGIN.plus(PAST), 1000)));
    }

    @Test
    void unnamesTheSame() {
        String object = OBJECTS.get(0);
        same(kind -> kind.corrections().unname(object));
        same(kind -> kind.corrections().naming(object));
        same(kind -> kind.search().about(object, 10));
        for (UUID event : events) {
            same(kind -> kind.search().event(event));
        }
        same(kind -> kind.search().about(OBJECTS.get(1), 1000));
    }
}
