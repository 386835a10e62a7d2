package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import upvest.gateway.check.Copy;
import upvest.gateway.crash.Installation.Victim;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;

/**
 * A gateway is killed when the ledger has a delivery's events and the broker does not, and the sender, to whom the answer
 * was lost, sends again: whatever it sends then and wherever that goes, each event is on its queue once, in order.
 * {@code -Dcrash.others=20001} is the long form.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGKILL")
class RetryCrashTest {
    private static final Duration GENEROUS = Duration.ofMinutes(2);
    private static final int OTHERS = Integer.getInteger("crash.others", 2_001);
    private static final String ORDERS = "routes/domains/orders.camel.yaml";
    private static final String SUBSCRIPTION = UUID.randomUUID().toString();
    private static final String ANOTHER = UUID.randomUUID().toString();

    @TempDir
    Path home;

    /** How the sender comes back. */
    enum Retry {
        THE_SAME_SET,
        ANOTHER_SET_THAT_OVERLAPS,
        AFTER_OTHER_ROUTES,
        BEHIND_MANY_OTHERS,
        THROUGH_THE_OTHER_GATEWAY
    }

    @ParameterizedTest
    @EnumSource(Retry.class)
    void bringsEachEventOnce(Retry retry) throws Exception {
        Copy copy = Copy.in(home);
        List<String> events = List.of(event(), event(), event());
        List<String> again = new ArrayList<>(events);
        String channel = "orders";
        try (Installation site = retry == Retry.THROUGH_THE_OTHER_GATEWAY
                ? new Installation(true, true, 2, new Random())
                : new Installation(home, Map.of(), new Random())) {
            URI first = site.address(0);
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> post(first, events));
            site.killAt(Moment.BETWEEN_THE_COMMITS, Victim.GATEWAY);
            assertThat(answer.join()).isEqualTo(200);
            switch (retry) {
                case ANOTHER_SET_THAT_OVERLAPS -> {
                    again.remove(0);
                    again.add(event());
                }
                case AFTER_OTHER_ROUTES -> {
                    copy.edit(ORDERS, "channel: orders", "channel: portfolios");
                    channel = "portfolios";
                }
                default -> {}
            }
            if (retry != Retry.THROUGH_THE_OTHER_GATEWAY) {
                site.start(Victim.GATEWAY);
                site.awaitReady();
            }
            if (retry == Retry.BEHIND_MANY_OTHERS) {
                URI there = site.address(0);
                assertThat(IntStream.range(0, OTHERS)
                                .parallel()
                                .map(other -> post(there, List.of(other())))
                                .distinct())
                        .containsExactly(200);
            }
            URI where = site.address(retry == Retry.THROUGH_THE_OTHER_GATEWAY ? 1 : 0);
            assertThat(post(where, again)).isEqualTo(200);

            Set<String> expected = new HashSet<>(events);
            expected.addAll(again);
            List<String> arrived = new ArrayList<>();
            Map<String, List<Channels.Received>> drained = Channels.drain(site.brokerUrl());
            for (String queue : Channels.QUEUES) {
                List<String> bodies = drained.get(queue).stream()
                        .map(Channels.Received::body)
                        .filter(body -> body.contains(SUBSCRIPTION))
                        .toList();
                assertThat(bodies.isEmpty()).as(queue).isEqualTo(!queue.equals(channel));
                arrived.addAll(bodies);
            }
            assertThat(arrived.subList(0, events.size())).isEqualTo(events);
            assertThat(arrived).doesNotHaveDuplicates().hasSameElementsAs(expected);
            Map<String, String> ledger = site.ledger();
            for (String event : expected) {
                assertThat(ledger).containsEntry(event.substring(7, 43), "upvest." + channel);
            }
        }
    }

    private static int post(URI url, List<String> events) {
        return Deliverer.postWithin(GENEROUS, url, "{\"payload\":[" + String.join(",", events) + "]}");
    }

    /** All of one object. */
    private static String event() {
        return event("ORDER.NEW", SUBSCRIPTION);
    }

    private static String other() {
        return event("USER.CREATED", ANOTHER);
    }

    private static String event(String type, String subscription) {
        return "{\"id\":\"%s\",\"created_at\":\"2024-01-15T14:10:12Z\",\"event_type\":\"%s\",\"object\":{\"id\":\"%s\",\"type\":\"%s\"},\"webhook_id\":\"%s\"}"
                .formatted(UUID.randomUUID(), type, subscription, type.replaceFirst("\\..*", ""), subscription);
    }
}
