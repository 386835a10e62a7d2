package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import upvest.gateway.crash.Installation.Victim;

/**
 * A primary broker is killed under load, its backup takes over, the primary comes back, again and again: with a pair of
 * gateways where both brokers share a store, with one where the backup is a replica. A consumer reads meanwhile. Then every
 * event must be where it belongs exactly once, in order for its object, and nothing else.
 *
 * <p>{@code -Dfailover.kills=50} is the long form, for each of the two; {@code -Dcrash.seed} repeats deliveries and plan.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGKILL")
class BrokerFailoverTest {
    private static final Pattern FAILED_BY_THE_BROKER =
            Pattern.compile("event did not reach its domain.* why=\"IllegalStateException.*");

    private static final int KILLS_BETWEEN_INSPECTIONS = 5;

    @Test
    void thePageSaysWhatIsTried() throws IOException {
        assertThat(Files.readString(Path.of("docs/how-to/set-up-the-broker.md")))
                .contains(BrokerPair.OF_THE_PRIMARY, BrokerPair.OF_THE_BACKUP)
                .contains("--shared-store --failover-on-shutdown", "`--replicated`");
    }

    @ParameterizedTest
    @EnumSource
    void theBackupTakesOverAndThePrimaryComesBack(BrokerPair.Store store) throws Exception {
        int kills = Integer.getInteger("failover.kills", 1);
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        Iterator<Moment> plan = Moment.plan(random);
        boolean pair = store == BrokerPair.Store.SHARED;
        try (Installation site =
                new Installation(folder -> new BrokerPair(folder, store), pair, pair ? 2 : 1, random)) {
            Inspection inspection = new Inspection(site);
            try (Upvest upvest = new Upvest(site::address, seed)) {
                while (site.kills() < kills) {
                    FailoverConsumer consumer = new FailoverConsumer(site.brokerUrl(), "orders");
                    upvest.resume();
                    int until = Math.min(kills, site.kills() + KILLS_BETWEEN_INSPECTIONS);
                    while (site.kills() < until) {
                        site.kill(Victim.BROKER, plan.next(), upvest);
                    }
                    upvest.pause();
                    List<FailoverConsumer.Taken> taken = consumer.end();
                    assertThat(taken).isNotEmpty();
                    inspection.inspect(upvest.takeSent(), taken);
                    System.out.printf(
                            "%s: kills %d, events %d, %s, seed %d%n",
                            store, site.kills(), inspection.events(), upvest, seed);
                }
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + ", kills " + site.kills() + site.tails(), e);
            }
            assertThat(site.said(FAILED_BY_THE_BROKER))
                    .as("events told as failed")
                    .isEmpty();
            inspection.inspectLedger("none");
        }
    }
}
