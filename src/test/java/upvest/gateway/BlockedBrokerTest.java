package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** A broker that takes no more messages, as with a full disk: its clients wait, ours must not for ever. */
class BlockedBrokerTest {
    private static final int OTHERS = 8;

    private static ExecutorService clients;

    @BeforeAll
    static void start() {
        clients = Executors.newFixedThreadPool(OTHERS);
    }

    @AfterAll
    static void stop() {
        clients.shutdownNow();
    }

    @Test
    void answers503WhileTheBrokerTakesNoMoreAndDeliversOnceWhenItDoes() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.limits.answer", "2s"))) {
            ActiveMQServer broker = gateway.bean(EmbeddedBroker.class).server();
            broker.getAddressSettingsRepository()
                    .addMatch(
                            "upvest.orders",
                            new AddressSettings()
                                    .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                                    .setMaxSizeBytes(50_000));
            AtomicBoolean full = new AtomicBoolean();
            Set<Integer> others = ConcurrentHashMap.newKeySet();
            List<Future<Void>> otherClients = Stream.generate(() -> clients.submit(other(gateway, others, full)))
                    .limit(OTHERS)
                    .toList();
            int accepted = 0;
            String delivery = delivery();
            int answer = post(gateway, delivery);
            while (answer == 200) {
                accepted++;
                assertThat(accepted).as("deliveries before the address is full").isLessThan(200);
                delivery = delivery();
                answer = post(gateway, delivery);
            }
            full.set(true);
            assertThat(answer).isEqualTo(503);
            for (Future<Void> client : otherClients) {
                client.get();
            }
            assertThat(others).as("answers to those for another queue").containsOnly(200);
            assertThat(post(gateway, delivery)).isEqualTo(503);
            int drained = Channels.drain(gateway.brokerUrl(), "orders").size();
            assertThat(drained).isEqualTo(11 * accepted);
            assertThat(post(gateway, delivery)).isEqualTo(200);
            assertThat(Channels.drain(gateway.brokerUrl(), "orders")).hasSize(11);
        }
    }

    /** Delivers to another queue, without a pause. */
    private static Callable<Void> other(TestGateway gateway, Set<Integer> answers, AtomicBoolean end) {
        return () -> {
            while (!end.get()) {
                answers.add(post(gateway, user()));
            }
            return null;
        };
    }

    private static String delivery() throws IOException {
        return FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
    }

    private static String user() throws IOException {
        return FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
    }

    private static int post(TestGateway gateway, String delivery) {
        return Deliverer.post(gateway.url(), delivery).statusCode();
    }
}
