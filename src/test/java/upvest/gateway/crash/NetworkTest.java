package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A pair behind a proxy, each gateway in a network of its own: one is cut off, the other one, the network is slow, both are
 * cut off. Then every event must be where it belongs exactly once, in order for its object, and nothing else.
 *
 * <p>It makes network namespaces, so it runs where it is asked for, as root on Linux: {@code -Dnetwork.rounds=5}. What an
 * ordinary run proves of a gateway that is cut off: {@link CutOffTest}.
 */
@EnabledIfSystemProperty(named = "network.rounds", matches = "\\d+", disabledReason = "it makes network namespaces")
class NetworkTest {
    private static final int DELIVERIES = 40;
    /** Attempts in vain while both are cut off. */
    private static final int OUTAGE = 20;

    private static final Duration SLOW = Duration.ofMillis(50);

    @Test
    void aPairBehindAProxyOverABadNetwork() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        try (Network network = new Network();
                Installation site = Installation.over(network, new Random(seed));
                Proxy proxy = new Proxy(site::address)) {
            Inspection inspection = new Inspection(site, true);
            try (Upvest upvest = new Upvest(attempt -> proxy.address(), seed)) {
                for (int round = 0; round < Integer.getInteger("network.rounds"); round++) {
                    cut(network, round % 2, upvest);
                    inspect(inspection, upvest, "one is cut off");
                    slow(network, upvest);
                    inspect(inspection, upvest, "the network is slow");
                    cutBoth(network, upvest);
                    inspect(inspection, upvest, "both are cut off");
                }
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + site.tails(), e);
            }
            inspection.inspectLedger("none");
        }
    }

    private static void cut(Network network, int machine, Upvest upvest) throws Exception {
        upvest.resume();
        upvest.awaitAccepted(DELIVERIES);
        network.cut(machine);
        upvest.awaitAccepted(DELIVERIES);
        network.mend(machine);
        upvest.awaitAccepted(DELIVERIES);
    }

    private static void slow(Network network, Upvest upvest) {
        upvest.resume();
        network.slow(0, SLOW);
        network.slow(1, SLOW);
        upvest.awaitAccepted(DELIVERIES);
        network.slow(0, Duration.ZERO);
        network.slow(1, Duration.ZERO);
        upvest.awaitAccepted(DELIVERIES);
    }

    private static void cutBoth(Network network, Upvest upvest) throws Exception {
        upvest.resume();
        upvest.awaitAccepted(1);
        network.cut(0);
        network.cut(1);
        long until = upvest.withoutAnswer() + OUTAGE;
        await().atMost(Duration.ofMinutes(2)).until(() -> upvest.withoutAnswer() >= until);
        network.mend(0);
        network.mend(1);
        upvest.awaitAccepted(DELIVERIES);
    }

    private static void inspect(Inspection inspection, Upvest upvest, String what) throws Exception {
        upvest.pause();
        inspection.inspect(upvest.takeSent());
        assertThat(inspection.events()).isPositive();
        System.out.printf("%s: events %d, %s%n", what, inspection.events(), upvest);
    }
}
