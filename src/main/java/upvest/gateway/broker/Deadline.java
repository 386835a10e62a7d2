package upvest.gateway.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.SessionProxy;

/**
 * Ends sends that wait too long. A broker that is full, or whose disk is, lets its clients wait without end; closing the
 * session is the only way to end that wait.
 */
public final class Deadline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);

    private final CachingConnectionFactory connections;
    private final Duration longest;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "broker-deadline");
        thread.setDaemon(true);
        return thread;
    });

    Deadline(CachingConnectionFactory connections, Duration longest) {
        this.connections = connections;
        this.longest = longest;
    }

    /** What is to be done with a session. */
    public interface Sends {
        void with(Session session) throws JMSException;
    }

    /** Runs the sends; when they take too long, their session is closed and they fail. */
    public void bound(Session session, Sends sends) throws JMSException {
        Session target = session instanceof SessionProxy proxy ? proxy.getTargetSession() : session;
        AtomicBoolean ended = new AtomicBoolean();
        ScheduledFuture<?> end = watch.schedule(
                () -> {
                    if (ended.compareAndSet(false, true)) {
                        close(target);
                    }
                },
                longest.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            sends.with(session);
        } catch (JMSException | RuntimeException e) {
            if (ended.get()) {
                LOG.warn("the broker took no messages for {} ms: is it full?", longest.toMillis());
            }
            throw e;
        } finally {
            end.cancel(false);
            if (!ended.compareAndSet(false, true)) {
                connections.resetConnection(); // the closed session must not be handed out again
            }
        }
    }

    private static void close(Session session) {
        try {
            session.close();
        } catch (JMSException | RuntimeException e) {
            LOG.warn("a session that waits for the broker could not be closed", e);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
