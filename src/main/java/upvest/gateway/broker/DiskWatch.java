package upvest.gateway.broker;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import upvest.gateway.LinesAMinute;

/**
 * Looks after an embedded broker whose disk is full: lets it delete the files of its journal that it does not need any
 * more, which it does itself only when it takes messages, and starts it again where it has ended because it could not
 * write, once there is room. All that it has confirmed is on the disk.
 */
final class DiskWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int LOOKS_BETWEEN = 5;

    private final EmbeddedBroker broker;
    private final LinesAMinute lines = new LinesAMinute(1, System::nanoTime);
    private boolean away;
    private boolean wasFull;
    private long looks;
    private @Nullable String failure;

    DiskWatch(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void look() {
        try {
            boolean full = broker.room().full();
            if (broker.endedByItself()) {
                lookAtEnded(full);
            } else {
                lookAtRunning(full);
            }
        } catch (Exception e) { // it is tried again soon
            String why = String.valueOf(e.getMessage());
            if (!why.equals(failure)) {
                failure = why;
                LOG.error("the embedded broker and its full disk cannot be looked after", e);
            }
        }
    }

    private void lookAtRunning(boolean full) throws Exception {
        if (full && !wasFull && lines.next("full") >= 0) {
            LOG.warn("{}", broker.room().told());
        }
        if (full && looks++ % LOOKS_BETWEEN == 0) {
            broker.deleteUnneeded();
        }
        wasFull = full;
    }

    private void lookAtEnded(boolean full) throws Exception {
        if (!away) {
            away = true;
            LOG.error(
                    "the embedded broker has ended because it could not write; it is started again when {} has room",
                    broker.room().folder());
        }
        if (!full && broker.startAgain()) {
            LOG.warn("the embedded broker is started again");
            away = false;
            failure = null;
        }
    }
}
