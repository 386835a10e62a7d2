package upvest.gateway.crash;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import upvest.gateway.crash.Installation.Victim;

/**
 * A gateway of a pair falls silent in the middle of a delivery and keeps its connections, as when its machine is frozen or
 * its network is cut: the other one takes over, also what was under way, and when the first is back, all has still
 * happened once.
 */
@EnabledOnOs(OS.LINUX)
class CutOffTest {
    private static final int DELIVERIES = 20;

    @Test
    void theOtherGatewayTakesOver() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        try (Installation site = new Installation(true, true, 2, new Random(seed))) {
            Inspection inspection = new Inspection(site, true);
            try (Upvest upvest = new Upvest(site::address, seed)) {
                cutOff(Victim.GATEWAY, Moment.BEFORE_THE_LEDGERS_COMMIT, site, upvest, inspection);
                cutOff(Victim.OTHER_GATEWAY, Moment.BETWEEN_THE_COMMITS, site, upvest, inspection);
                System.out.printf("cut off: events %d, %s, seed %d%n", inspection.events(), upvest, seed);
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + site.tails(), e);
            }
            inspection.inspectLedger("none");
        }
    }

    private static void cutOff(Victim victim, Moment moment, Installation site, Upvest upvest, Inspection inspection)
            throws Exception {
        upvest.resume();
        upvest.awaitAccepted(DELIVERIES); // each gateway dispatches for the subscriptions that came to it first
        site.freeze(victim, moment, upvest);
        upvest.awaitAccepted(DELIVERIES);
        upvest.pause();
        inspection.inspect(upvest.takeSent());
        site.thaw(victim);
        upvest.resume();
        upvest.awaitAccepted(DELIVERIES);
        upvest.pause();
        inspection.inspect(upvest.takeSent());
    }
}
