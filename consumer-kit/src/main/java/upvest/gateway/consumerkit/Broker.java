package upvest.gateway.consumerkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * ActiveMQ Artemis with the gateway's queues and those of its settings that a consumer can notice: how often a message
 * comes, where it goes then, what keeps its order. Other than the gateway's it does not force its journal to the disk.
 */
final class Broker {
    static final int MOST_DELIVERIES = 10;
    private static final int GROUP_BUCKETS = 1024;
    private static final int JOURNAL_FILE = 1024 * 1024;

    private final List<String> channels;
    private final Path home;
    private EmbeddedActiveMQ server;
    private int port;

    Broker(List<String> channels) throws IOException {
        this.channels = channels;
        this.home = Files.createTempDirectory("upvest-queues-");
    }

    /** Starts it, again on the port that it had. */
    void start() throws Exception {
        server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration());
        server.start();
        port = ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor("consumers"))
                .getActualPort();
    }

    void stop() throws Exception {
        server.stop();
    }

    /** Stops it for ever. */
    void remove() throws Exception {
        server.stop();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    Queue queue(String channel) {
        Queue queue = server.getActiveMQServer().locateQueue(SimpleString.of("upvest." + channel));
        if (queue == null) {
            throw new IllegalArgumentException("no queue upvest." + channel + "; there are those of " + channels
                    + "; more with UpvestQueues.start(\"" + channel + "\")");
        }
        return queue;
    }

    private Configuration configuration() {
        Configuration configuration = new ConfigurationImpl()
                .setName("upvest-queues")
                .setJournalDirectory(home.resolve("journal").toString())
                .setBindingsDirectory(home.resolve("bindings").toString())
                .setLargeMessagesDirectory(home.resolve("large-messages").toString())
                .setPagingDirectory(home.resolve("paging").toString())
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(JOURNAL_FILE)
                .setJournalDatasync(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAddressSetting("#", addressSettings());
        try {
            configuration.addAcceptorConfiguration(new TransportConfiguration(
                    NettyAcceptorFactory.class.getName(),
                    Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE"),
                    "consumers"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        for (String channel : channels) {
            String name = "upvest." + channel;
            configuration.addAddressConfiguration(new CoreAddressConfiguration()
                    .setName(name)
                    .addRoutingType(RoutingType.ANYCAST)
                    .addQueueConfig(QueueConfiguration.of(name)
                            .setAddress(name)
                            .setRoutingType(RoutingType.ANYCAST)
                            .setDurable(true)
                            .setGroupBuckets(GROUP_BUCKETS)
                            .setAutoDelete(false)));
        }
        return configuration;
    }

    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setDeadLetterAddress(SimpleString.of("upvest.dead"))
                .setExpiryAddress(SimpleString.of("upvest.dead"))
                .setMaxDeliveryAttempts(MOST_DELIVERIES)
                .setDefaultGroupBuckets(GROUP_BUCKETS);
    }
}
