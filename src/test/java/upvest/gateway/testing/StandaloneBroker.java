package upvest.gateway.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import upvest.gateway.broker.QueueSettings;
import upvest.gateway.broker.Queues;

/** A broker that is not the gateway's own, reached over TCP by a line that can be broken. */
public final class StandaloneBroker implements AutoCloseable {
    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final CuttableLine line;

    StandaloneBroker(Path home) throws IOException {
        try {
            server.setConfiguration(new ConfigurationImpl()
                    .setName("standalone")
                    .setJournalDirectory(home.resolve("journal").toString())
                    .setBindingsDirectory(home.resolve("bindings").toString())
                    .setLargeMessagesDirectory(home.resolve("large-messages").toString())
                    .setPagingDirectory(home.resolve("paging").toString())
                    .setSecurityEnabled(false)
                    .addAddressSetting(
                            Queues.INBOX + ".#", QueueSettings.read(Path.of("")).of(Queues.INBOX))
                    .addAcceptorConfiguration(new TransportConfiguration(
                            NettyAcceptorFactory.class.getName(),
                            Map.of("host", "127.0.0.1", "port", 0, "protocols", "CORE"),
                            "consumers")));
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        line = new CuttableLine(port());
    }

    private int port() {
        return ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor("consumers"))
                .getActualPort();
    }

    /** Its own address, beside the line. */
    public String url() {
        return "tcp://127.0.0.1:" + port();
    }

    /** The server itself. */
    public ActiveMQServer server() {
        return server.getActiveMQServer();
    }

    /** Changes what it is told of the inbox. */
    public void tell(AddressSettings forInbox) {
        server.getActiveMQServer().getAddressSettingsRepository().addMatch(Queues.INBOX + ".#", forInbox);
    }

    /** As {@code artemis queue update --exclusive} does. */
    public void makeExclusive(String queue) throws Exception {
        server.getActiveMQServer().updateQueue(QueueConfiguration.of(queue).setExclusive(true));
    }

    /** What stands between the gateway and this broker. */
    public CuttableLine line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        line.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
