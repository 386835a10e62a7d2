package upvest.examples.springjms;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Waits in place for a database that is away. The message stays with this consumer, so the events of its order keep their
 * order, no attempt is counted, and nothing is dead when the outage is over. What fails for another reason is thrown.
 */
@Component
class Outages {
    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ExponentialBackOff pauses;

    Outages(
            @Value("${orders.outage.first-pause}") Duration first,
            @Value("${orders.outage.longest-pause}") Duration longest) {
        pauses = new ExponentialBackOff(first.toMillis(), 2);
        pauses.setMaxInterval(longest.toMillis());
    }

    /** Does it until it is done; throws when the application stops meanwhile, so that the message comes again later. */
    <T> T outlast(Supplier<T> work) {
        BackOffExecution pause = pauses.start();
        while (true) {
            try {
                return work.get();
            } catch (TransientDataAccessException
                    | RecoverableDataAccessException
                    | NonTransientDataAccessResourceException
                    | CannotCreateTransactionException e) {
                long millis = pause.nextBackOff();
                LOG.warn(
                        "the database is away, trying again in {} ms: {}",
                        millis,
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
                if (stopsWithin(millis)) {
                    throw e;
                }
            }
        }
    }

    private boolean stopsWithin(long millis) {
        try {
            return stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @EventListener
    void stop(ContextClosedEvent event) {
        stopping.countDown();
    }
}
