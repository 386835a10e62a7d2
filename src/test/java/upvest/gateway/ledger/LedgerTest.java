package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static upvest.gateway.ledger.Ledgers.claim;
import static upvest.gateway.ledger.Ledgers.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upvest.gateway.ledger.Ledgers.Kind;

/** What is true of every kind of ledger. */
class LedgerTest {
    @TempDir
    static Path folder;

    private static Ledgers ledgers;

    @BeforeAll
    static void start() throws IOException {
        ledgers = new Ledgers(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        ledgers.close();
    }

    static Stream<Kind> kinds() {
        return Stream.of(ledgers.embedded, ledgers.postgresql);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tellsWhoOwnsAnEvent(Kind kind) {
        UUID claim = UUID.randomUUID();
        Ledger.Entry known = entry();
        assertThat(kind.ledger().enter(List.of(claim(claim, known)))).isEmpty();
        assertThat(kind.ledger().owners(List.of(known.eventId(), UUID.randomUUID())))
                .containsExactly(Map.entry(known.eventId(), claim));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void keepsEveryField(Kind kind) {
        Ledger.Entry full = new Ledger.Entry(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "ORDER.NEW",
                "5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8",
                Instant.parse("2026-01-01T00:00:00.000001Z"),
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                "upvest.orders");
        Ledger.Entry empty = new Ledger.Entry(
                UUID.randomUUID(), full.deliveryId(), null, null, null, full.receivedAt(), "upvest.invalid");
        kind.ledger().enter(List.of(claim(UUID.randomUUID(), full, empty)));
        for (Ledger.Entry entry : List.of(full, empty)) {
            assertThat(kind.search().event(entry.eventId())).containsExactly(new Search.FoundEvent(entry, 0));
        }
        assertThat(kind.search().event(UUID.randomUUID())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void entersNothingWhenAnotherClaimOwnsOneOfTheEvents(Kind kind) {
        Ledger.Entry known = entry();
        Ledger.Entry fresh = entry();
        Ledger.Claim first = claim(UUID.randomUUID(), entry());
        kind.ledger().enter(List.of(claim(UUID.randomUUID(), known)));
        assertThat(kind.ledger().enter(List.of(first, claim(UUID.randomUUID(), known, fresh))))
                .containsExactly(known.eventId());
        assertThat(kind.ledger()
                        .owners(List.of(fresh.eventId(), first.entries().get(0).eventId())))
                .isEmpty();
        assertThat(kind.search().attempts(first.delivery().deliveryId(), 10)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void entersNothingWhenTwoClaimsWantTheSameEvent(Kind kind) {
        Ledger.Entry both = entry();
        assertThat(kind.ledger()
                        .enter(List.of(claim(UUID.randomUUID(), both), claim(UUID.randomUUID(), entry(), both))))
                .containsExactly(both.eventId());
        assertThat(kind.ledger().owners(List.of(both.eventId()))).isEmpty();
    }

    /** What an attempt that died has left, before the routes were changed. */
    @ParameterizedTest
    @MethodSource("kinds")
    void replacesWhatTheSameClaimHasEntered(Kind kind) {
        UUID claim = UUID.randomUUID();
        Ledger.Entry before = entry();
        Ledger.Entry after = before.withChannel("upvest.elsewhere");
        Ledger.Entry more = entry();
        kind.ledger().enter(List.of(claim(claim, before)));
        assertThat(kind.ledger().enter(List.of(claim(claim, after, more)))).isEmpty();
        assertThat(kind.search().event(before.eventId())).containsExactly(new Search.FoundEvent(after, 0));
        assertThat(kind.ledger().owners(List.of(more.eventId()))).containsExactly(Map.entry(more.eventId(), claim));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void countsHowOftenAnEventCameAgainOncePerDelivery(Kind kind) {
        Ledger.Entry known = entry();
        kind.ledger().enter(List.of(claim(UUID.randomUUID(), known)));
        AcceptedDelivery delivery =
                new AcceptedDelivery(UUID.randomUUID(), UUID.randomUUID(), null, known.receivedAt(), 4);
        Ledger.Entry own = entry();
        Ledger.Claim again = new Ledger.Claim(
                delivery, List.of(own), Map.of(known.eventId(), 2, own.eventId(), 1, UUID.randomUUID(), 1));
        kind.ledger().enter(List.of(again));
        kind.ledger().enter(List.of(again));
        assertThat(kind.search().event(known.eventId())).containsExactly(new Search.FoundEvent(known, 2));
        assertThat(kind.search().event(own.eventId()))
                .extracting(Search.FoundEvent::duplicates)
                .containsExactly(1);
        assertThat(kind.search().attempts(delivery.deliveryId(), 10))
                .containsExactly(new Search.FoundDelivery(delivery, 4));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void notesWhereAReplayedEventWent(Kind kind) {
        Ledger.Entry dead = entry();
        kind.ledger().enter(List.of(claim(UUID.randomUUID(), dead)));
        Ledger.Entry routed = dead.withChannel("upvest.orders");
        assertThat(kind.ledger().replayed(again(dead.eventId(), claim(dead.deliveryId(), routed))))
                .isEmpty();
        assertThat(kind.search().event(dead.eventId())).containsExactly(new Search.FoundEvent(routed, 0));

        Ledger.Entry cut = entry();
        assertThat(kind.ledger().replayed(again(dead.eventId(), claim(dead.deliveryId(), cut))))
                .isEmpty();
        assertThat(kind.search().event(dead.eventId()))
                .containsExactly(new Search.FoundEvent(dead.withChannel(Ledger.CUT), 0));
        assertThat(kind.search().event(cut.eventId())).hasSize(1);

        Ledger.Entry unknown = entry();
        assertThat(kind.ledger().replayed(again(unknown.eventId(), claim(UUID.randomUUID(), unknown))))
                .isEmpty();
        assertThat(kind.search().event(unknown.eventId())).hasSize(1);
        assertThat(kind.ledger().replayed(again(UUID.randomUUID(), claim(UUID.randomUUID(), cut, entry()))))
                .containsExactly(cut.eventId());
    }

    private static List<Ledger.ReplayedEvent> again(UUID event, Ledger.Claim claim) {
        return List.of(new Ledger.ReplayedEvent(event, claim));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void notesSeveralReplaysAtOnceAlsoOfForgottenEventsOfOneDelivery(Kind kind) {
        UUID delivery = UUID.randomUUID();
        Ledger.Entry known = entry();
        Ledger.Entry one = entry();
        Ledger.Entry other = entry();
        kind.ledger().enter(List.of(claim(UUID.randomUUID(), known)));
        assertThat(kind.ledger()
                        .replayed(List.of(
                                new Ledger.ReplayedEvent(
                                        known.eventId(), claim(known.deliveryId(), known.withChannel("upvest.users"))),
                                new Ledger.ReplayedEvent(one.eventId(), claim(delivery, one)),
                                new Ledger.ReplayedEvent(other.eventId(), claim(delivery, other)))))
                .isEmpty();
        for (Ledger.Entry each : List.of(known.withChannel("upvest.users"), one, other)) {
            assertThat(kind.search().event(each.eventId())).containsExactly(new Search.FoundEvent(each, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void notesWhatAnOperatorRemoved(Kind kind) {
        Ledger.Entry dead = entry().withChannel("upvest.dead");
        kind.ledger().enter(List.of(claim(UUID.randomUUID(), dead)));
        kind.corrections().removed(List.of(dead.eventId(), UUID.randomUUID()), "upvest.dead", "purged by Ada, at 1");
        Ledger.Entry noted = kind.search().event(dead.eventId()).get(0).entry();
        assertThat(noted.channels()).containsExactly("upvest.dead");
        assertThat(noted.removed("upvest.dead")).isEqualTo("purged by Ada  at 1");
        assertThat(noted.removed("upvest.orders")).isNull();
        assertThat(kind.ledger().replayed(again(dead.eventId(), claim(dead.deliveryId(), dead))))
                .isEmpty();
        assertThat(kind.search().event(dead.eventId())).containsExactly(new Search.FoundEvent(dead, 0));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void entersADeliveryLargerThanAnyPiece(Kind kind) {
        UUID claim = UUID.randomUUID();
        UUID delivery = UUID.randomUUID();
        Ledger.Entry[] entries = Stream.generate(() -> new Ledger.Entry(
                        UUID.randomUUID(),
                        delivery,
                        "ORDER.NEW",
                        "object",
                        null,
                        Instant.parse("2026-01-02T03:04:05Z"),
                        "upvest.orders"))
                .limit(1000)
                .toArray(Ledger.Entry[]::new);
        kind.ledger().enter(List.of(claim(claim, entries)));
        kind.ledger().enter(List.of(claim(claim, entries)));
        assertThat(kind.search().eventsOf(delivery, 5000))
                .extracting(Search.FoundEvent::entry)
                .containsExactlyInAnyOrder(entries);
        assertThat(kind.search().about("object", 5000)).hasSize(1000);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void keepsWhatOperatorsDid(Kind kind) {
        for (int i = 1; i <= 3; i++) {
            kind.audit()
                    .add(new AuditRow(
                            0, Instant.parse("2026-01-02T03:04:05Z"), "me", "act" + i, "", i == 2, i, "done"));
        }
        assertThat(kind.audit().newest(2))
                .containsExactly(
                        new AuditRow(3, Instant.parse("2026-01-02T03:04:05Z"), "me", "act3", "", false, 3, "done"),
                        new AuditRow(2, Instant.parse("2026-01-02T03:04:05Z"), "me", "act2", "", true, 2, "done"));
    }
}
