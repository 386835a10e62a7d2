package upvest.gateway.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.JmsUtils;

/** Questions to the broker's management, one after the other, on a line that is kept and opened anew when it breaks. */
final class ManagementRequests implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConnectionFactory connections;
    private final Duration patience;
    private @Nullable BrokerManagement line;

    /** @param patience longest wait for an answer */
    ManagementRequests(ConnectionFactory connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /** What an operation returns; an empty text for nothing. */
    Object invoke(String resource, String operation, Object... arguments) {
        Object result = ask(open -> open.ask(
                message -> JMSManagementHelper.putOperationInvocation(message, resource, operation, arguments)));
        return result == null ? "" : result;
    }

    @Nullable
    Object attribute(String queue, String name) {
        return ask(open ->
                open.ask(message -> JMSManagementHelper.putAttribute(message, ResourceNames.QUEUE + queue, name)));
    }

    /** Makes a queue as a send would, if need be. */
    void make(String queue) {
        ask(open -> {
            open.make(queue);
            return null;
        });
    }

    /** What is done on the line to the broker. */
    private interface Talk {
        @Nullable
        Object on(BrokerManagement line) throws JMSException;
    }

    private synchronized @Nullable Object ask(Talk talk) {
        boolean kept = line != null;
        try {
            BrokerManagement open = line == null ? new BrokerManagement(connections, patience) : line;
            line = open;
            return talk.on(open);
        } catch (JMSException e) {
            close();
            if (kept && !(e instanceof BrokerManagement.Late)) { // only the session may be gone
                return ask(talk);
            }
            throw JmsUtils.convertJmsAccessException(e);
        }
    }

    /** An answer that is JSON. */
    static JsonNode read(Object json) {
        try {
            return JSON.readTree(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the broker's answer is not JSON", e);
        }
    }

    @Override
    public synchronized void close() {
        if (line != null) {
            line.close();
            line = null;
        }
    }
}
