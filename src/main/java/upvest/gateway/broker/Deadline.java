package upvest.gateway.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.SessionProxy;
import upvest.gateway.Background;

/**
 * Ends a send that waits too long. A broker that is full, or whose disk is, lets its clients wait without end; closing
 * the session is the only way to end that wait. How many messages there are to send does not matter, as long as they go.
 */
public final class Deadline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);

    private final Duration longest;
    private final ScheduledExecutorService clock = Background.worker("broker-deadline");

    /**
     * @param longest wait for the broker to take one message
     */
    Deadline(Duration longest) {
        this.longest = longest;
    }

    /** What is to be sent with a session. */
    public interface Sends {
        /**
         * Sends.
         *
         * @param sent to be called after each message
         */
        void with(Session session, Runnable sent) throws JMSException;
    }

    /** Runs the sends; when one takes too long, their session is closed and they fail. */
    public void bound(Session session, Sends sends) throws JMSException {
        Watch watch = new Watch(session instanceof SessionProxy proxy ? proxy.getTargetSession() : session);
        watch.wind();
        try {
            sends.with(session, watch.sent::incrementAndGet);
        } finally {
            watch.ended.set(true);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** Looks now and then whether messages still go. */
    private final class Watch implements Runnable {
        private final AtomicLong sent = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Session session;
        private long seen;

        Watch(Session session) {
            this.session = session;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // it looks once more, at nothing, when the sends are done
        void wind() {
            clock.schedule(this, longest.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void run() {
            long now = sent.get();
            if (!ended.get() && now > seen) {
                seen = now;
                wind();
            } else if (ended.compareAndSet(false, true)) {
                LOG.warn("the broker took no message for {} ms: is it full?", longest.toMillis());
                close();
            }
        }

        private void close() {
            try {
                session.close();
            } catch (JMSException | RuntimeException e) {
                LOG.warn("a session that waits for the broker could not be closed", e);
            }
        }
    }
}
