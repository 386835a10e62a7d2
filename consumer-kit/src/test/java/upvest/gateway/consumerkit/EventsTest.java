package upvest.gateway.consumerkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventsTest {
    private static Events everything(long seed, Contract contract) {
        return Events.seeded(seed)
                .under(contract)
                .ofEveryType()
                .aboutObjects(5)
                .poison(Stream.of(Poison.values())
                        .filter(poison -> poison.comesUnder(contract))
                        .toArray(Poison[]::new))
                .duplicates()
                .reorderedAcrossObjects();
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameEvents(Contract contract) {
        assertThat(everything(42, contract).list())
                .isEqualTo(everything(42, contract).list())
                .doesNotContainAnyElementsOf(everything(43, contract).list());
    }

    @Test
    void aSeedGivesWhatItGaveInEarlierVersions() throws Exception {
        assertThat(Events.seeded(42)
                        .under(Contract.PUBLISHED)
                        .ofType("ORDER.FILLED")
                        .list()
                        .get(0)
                        .body())
                .isEqualTo(
                        "{\"id\":\"0478e926-76b0-43e5-8f90-86e390ec0c43\",\"created_at\":\"2026-01-15T08:00:00.834Z\","
                                + "\"event_type\":\"ORDER.FILLED\",\"object\":{\"id\":\"68f1ba8a-3533-49a8-8d22-65cd285a2eb6\","
                                + "\"type\":\"ORDER\"},\"webhook_id\":\"1a37316c-53d6-4e99-a0c0-6020bccdabea\"}");
        String all = everything(42, Contract.LIVE).list().toString();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("24b166f7da90778acca675d26379ef263b197f466472beb76e4581193f9b2120");
    }

    @Test
    void anotherTypeOrDecorationDoesNotChangeTheEventsBefore() {
        Events few = Events.seeded(1).ofType("ORDER.NEW", "ORDER.FILLED").aboutObjects(3);
        List<String> bodies = few.list().stream().map(Event::body).toList();
        assertThat(few.ofType("USER.CREATED").aboutObjects(4).duplicates().poison(Poison.HUGE))
                .extracting(Event::body)
                .containsAll(bodies);
    }

    @ParameterizedTest
    @EnumSource
    void theEventsOfOneObjectKeepTheirOrder(Contract contract) {
        List<Event> mixed = everything(7, contract).list();
        Map<String, String> latest = new HashMap<>();
        for (Event event : mixed) {
            String created = event.properties().get("UpvestCreatedAt");
            if (event.objectId() != null && created != null && !event.copy()) {
                assertThat(created).isGreaterThan(latest.getOrDefault(event.objectId(), ""));
                latest.put(event.objectId(), created);
            }
        }
        assertThat(latest).hasSizeGreaterThan(60);
    }

    @Test
    void aCopyComesAfterItsOriginalWithTheSameIdAndText() {
        Map<String, String> seen = new HashMap<>();
        int copies = 0;
        for (Event event : everything(3, Contract.PUBLISHED)) {
            if (event.copy()) {
                assertThat(seen).containsEntry(event.id(), event.body());
                copies++;
            }
            seen.put(event.id(), event.body());
        }
        assertThat(copies).isEqualTo((seen.size() + 3) / 4);
    }

    @Test
    void objectsAreApart() {
        List<Event> events = Events.seeded(3)
                .ofType("ORDER.NEW", "ORDER.FILLED")
                .aboutObjects(100)
                .list();
        assertThat(new HashSet<>(events.stream().map(Event::id).toList())).hasSize(200);
        assertThat(new HashSet<>(events.stream().map(Event::objectId).toList())).hasSize(100);
    }

    /** A cancellation has no id of its own, nor has a failed change of a user: they stand in line with what they are about. */
    @Test
    void whatHasNoIdHasTheKeyOfWhatItIsAbout() {
        List<Event> events = Events.seeded(3)
                .ofType("ORDER.NEW", "ORDER_CANCELLATION.REJECTED", "USER.CREATED", "USER.DATA_CHANGE_FAILED")
                .list();
        assertThat(events.get(1).objectId()).isEqualTo(events.get(0).objectId()).isNotNull();
        assertThat(events.get(3).objectId()).isEqualTo(events.get(2).objectId()).isNotNull();
        assertThat(events.get(3).body()).contains("\"object\":{\"user_id\":");
        assertThat(Events.seeded(3).ofEveryType()).extracting(Event::objectId).doesNotContainNull();
    }

    @Test
    void saysWhatIsWrong() {
        Events orders = Events.seeded(1).ofType("ORDER.NEW");
        assertThatThrownBy(() -> orders.ofType("ORDER.LOST").list())
                .hasMessageStartingWith("ORDER.LOST is no type of the contract LIVE; these are: [USER.CREATED,");
        assertThatThrownBy(() -> orders.under(Contract.PUBLISHED)
                        .poison(Poison.EMPTY_OBJECT)
                        .list())
                .hasMessageContaining("write under(Contract.LIVE), or leave it out");
        assertThatThrownBy(() -> Events.seeded(1).poison(Poison.HUGE).list()).hasMessageContaining("ofType");
    }
}
