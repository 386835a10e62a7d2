package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import upvest.gateway.crash.Installation.Victim;

/**
 * {@code kill -9}, at random and at marked moments, while four subscriptions deliver without a pause. Then every event
 * must be where it belongs exactly once, in order for its object, and nothing else.
 *
 * <p>{@code -Dcrash.kills=200} is the long form, for each test; {@code -Dcrash.seed} repeats deliveries and plan. With
 * {@code -Dcrash.other.release}, a folder with another release, compiled, the second gateway of a pair is that one.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGKILL")
class CrashTest {
    private static final int KILLS_BETWEEN_INSPECTIONS = 10;

    @Test
    void theGatewayIsKilled() throws Exception {
        run(8, false, false, Victim.GATEWAY);
    }

    @Test
    void theBrokerIsKilled() throws Exception {
        run(8, true, false, Victim.BROKER);
    }

    @Test
    void postgresqlIsKilled() throws Exception {
        run(8, false, true, Victim.POSTGRES);
    }

    @Test
    void postgresqlIsKilledAndItsStandbyTakesItsPlace() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Installation site = Installation.withStandby(random)) {
            Inspection inspection = new Inspection(site);
            try (Upvest upvest = new Upvest(site::address, seed)) {
                Moment moment = Moment.plan(random).next();
                site.kill(Victim.POSTGRES, moment == Moment.AT_START ? Moment.ANY : moment, upvest);
                upvest.awaitAccepted(20);
                upvest.pause();
                inspection.inspect(upvest.takeSent());
                System.out.printf("standby: events %d, %s, seed %d%n", inspection.events(), upvest, seed);
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + site.tails(), e);
            }
            inspection.inspectLedger("none");
        }
    }

    @Test
    void bothGatewaysOfAPairAreRestartedAndKilledInTurn() throws Exception {
        run(3, true, true, Victim.GATEWAY, Victim.OTHER_GATEWAY); // the first may be killed twice, at its start too
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void everyMomentIsInTheCrashMatrix(Moment moment) throws IOException {
        assertThat(Files.readString(Path.of("docs/reference/crash-matrix.md")))
                .containsPattern("\\| "
                        + moment.name()
                                .toLowerCase(Locale.ROOT)
                                .replace("brokers", "broker's")
                                .replace("ledgers", "ledger's")
                                .replace('_', ' ')
                        + "[ ,]");
    }

    private static void run(int fewest, boolean ownBroker, boolean ownPostgres, Victim... victims) throws Exception {
        int kills = Integer.getInteger("crash.kills", fewest);
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        Iterator<Moment> plan = Moment.plan(random);
        int gateways = List.of(victims).contains(Victim.OTHER_GATEWAY) ? 2 : 1;
        try (Installation site = new Installation(ownBroker, ownPostgres, gateways, random)) {
            Inspection inspection = new Inspection(site);
            try (Upvest upvest = new Upvest(site::address, seed)) {
                if (gateways == 2) {
                    restartInTurn(site, upvest);
                }
                while (site.kills() < kills) {
                    upvest.resume();
                    int until = Math.min(kills, site.kills() + KILLS_BETWEEN_INSPECTIONS);
                    for (int turn = 0; site.kills() < until; turn++) {
                        site.kill(victims[turn % victims.length], plan.next(), upvest);
                    }
                    upvest.pause();
                    inspection.inspect(upvest.takeSent());
                    System.out.printf(
                            "%s: kills %d, events %d, %s, seed %d%n",
                            victims[0], site.kills(), inspection.events(), upvest, seed);
                }
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + ", kills " + site.kills() + site.tails(), e);
            }
            inspection.inspectLedger("none");
        }
    }

    /** Told to end, a gateway answers what it has: 200 or 503. */
    private static void restartInTurn(Installation site, Upvest upvest) throws Exception {
        upvest.awaitAccepted(1);
        for (Victim victim : List.of(Victim.GATEWAY, Victim.OTHER_GATEWAY)) {
            site.restart(victim, Moment.BETWEEN_SENDS, upvest);
            upvest.awaitAccepted(20);
        }
        assertThat(upvest.withoutAnswer())
                .as("attempts without an answer: " + upvest)
                .isZero();
    }
}
