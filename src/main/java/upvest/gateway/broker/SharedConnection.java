package upvest.gateway.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.SessionProxy;

/**
 * One connection for everything. While there is none, attempts to open it run one after the other; who has waited for a
 * whole one shares its failure instead of waiting for the next, so that nobody waits for more than two.
 */
final class SharedConnection extends CachingConnectionFactory {
    private final ThreadLocal<@Nullable Long> asked = new ThreadLocal<>();
    private final AtomicReference<@Nullable Failure> last = new AtomicReference<>();

    private record Failure(long attempted, JMSException cause) {}

    SharedConnection(ConnectionFactory artemis) {
        super(artemis);
    }

    @Override
    protected Connection getConnection() throws JMSException {
        asked.set(System.nanoTime());
        try {
            return super.getConnection(); // one at a time
        } finally {
            asked.remove();
        }
    }

    /** A kept session may be closed, by {@link Deadline} or because the connection was replaced while it was made. */
    @Override
    protected @Nullable Session getSession(Connection connection, Integer mode) throws JMSException {
        Session session = super.getSession(connection, mode);
        while (session instanceof SessionProxy kept
                && kept.getTargetSession() instanceof ActiveMQSession used
                && used.getCoreSession().isClosed()) {
            session = super.getSession(connection, mode);
        }
        return session;
    }

    @Override
    protected Connection doCreateConnection() throws JMSException {
        long now = System.nanoTime();
        Long since = asked.get();
        Failure failure = last.get();
        if (failure != null && since != null && failure.attempted - since > 0) {
            throw failure.cause;
        }
        try {
            return super.doCreateConnection();
        } catch (JMSException e) {
            last.set(new Failure(now, e));
            throw e;
        }
    }
}
