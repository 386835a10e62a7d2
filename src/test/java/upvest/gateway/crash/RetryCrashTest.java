package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
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

    /** How the sender comes back to the gateway that was killed. */
    enum Retry {
        THE_SAME_SET,
        ANOTHER_SET_THAT_OVERLAPS,
        BEHIND_MANY_OTHERS,
        AFTER_OTHER_ROUTES
    }

    @Test
    void toTheGatewayThatWasKilled() throws Exception {
        Copy copy = Copy.in(home);
        Map<String, String> channels = new HashMap<>();
        try (Installation site = new Installation(home, Map.of(), new Random())) {
            for (Retry retry : Retry.values()) {
                List<String> events = List.of(event(), event(), event());
                List<String> again = new ArrayList<>(events);
                dieBetweenTheCommits(site, events);
                if (retry == Retry.ANOTHER_SET_THAT_OVERLAPS) {
                    again.remove(0);
                    again.add(event());
                }
                if (retry == Retry.AFTER_OTHER_ROUTES) {
                    copy.edit(ORDERS, "channel: orders", "channel: portfolios");
                }
                site.start(Victim.GATEWAY);
                site.awaitReady();
                if (retry == Retry.BEHIND_MANY_OTHERS) {
                    deliverOthers(site.address(0));
                }
                assertThat(post(site.address(0), again)).isEqualTo(200);
                channels.putAll(inspect(
                        retry.name(),
                        site,
                        events,
                        again,
                        retry == Retry.AFTER_OTHER_ROUTES ? "portfolios" : "orders"));
            }
            assertThat(site.ledger()).containsAllEntriesOf(channels);
        }
    }

    @Test
    void throughTheOtherGateway() throws Exception {
        try (Installation site = new Installation(true, true, 2, new Random())) {
            List<String> events = List.of(event(), event(), event());
            dieBetweenTheCommits(site, events);
            assertThat(post(site.address(1), events)).isEqualTo(200);
            assertThat(site.ledger()).containsAllEntriesOf(inspect("the other", site, events, events, "orders"));
        }
    }

    /** The first gateway has answered 200 and told the ledger, and is dead. */
    private static void dieBetweenTheCommits(Installation site, List<String> events) throws Exception {
        URI first = site.address(0);
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> post(first, events));
        site.killAt(Moment.BETWEEN_THE_COMMITS, Victim.GATEWAY);
        assertThat(answer.join()).isEqualTo(200);
    }

    private static void deliverOthers(URI url) {
        assertThat(IntStream.range(0, OTHERS)
                        .parallel()
                        .map(other -> post(url, List.of(event("USER.CREATED", ANOTHER))))
                        .distinct())
                .containsExactly(200);
    }

    /** Takes everything out of the queues; returns the channel that the ledger must have for each event. */
    private static Map<String, String> inspect(
            String name, Installation site, List<String> first, List<String> again, String channel) throws Exception {
        Set<String> expected = new HashSet<>(first);
        expected.addAll(again);
        List<String> arrived = new ArrayList<>();
        Channels.drain(site.brokerUrl()).forEach((queue, messages) -> {
            List<String> bodies = messages.stream()
                    .map(Channels.Received::body)
                    .filter(body -> body.contains(SUBSCRIPTION))
                    .toList();
            assertThat(bodies.isEmpty()).as(name + " " + queue).isEqualTo(!queue.equals(channel));
            arrived.addAll(bodies);
        });
        assertThat(arrived.subList(0, first.size())).as(name).isEqualTo(first);
        assertThat(arrived).as(name).doesNotHaveDuplicates().hasSameElementsAs(expected);
        return expected.stream().collect(Collectors.toMap(event -> event.substring(7, 43), any -> "upvest." + channel));
    }

    private static int post(URI url, List<String> events) {
        return Deliverer.postWithin(GENEROUS, url, "{\"payload\":[" + String.join(",", events) + "]}");
    }

    /** All of one object. */
    private static String event() {
        return event("ORDER.NEW", SUBSCRIPTION);
    }

    private static String event(String type, String subscription) {
        return "{\"id\":\"%s\",\"created_at\":\"2024-01-15T14:10:12Z\",\"event_type\":\"%s\",\"object\":{\"id\":\"%s\",\"type\":\"%s\"},\"webhook_id\":\"%s\"}"
                .formatted(UUID.randomUUID(), type, subscription, type.replaceFirst("\\..*", ""), subscription);
    }
}
