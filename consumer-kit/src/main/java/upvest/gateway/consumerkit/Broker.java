package upvest.gateway.consumerkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
        QuietLog.keep();
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
                .setJMXManagementEnabled(false);
        addressSettings().forEach(configuration::addAddressSetting);
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
                            .setAutoDelete(false)));
        }
        return configuration;
    }

    /** Of all brokers of the gateway; here no typing error makes a queue, whoever asks for it. */
    private static Map<String, AddressSettings> addressSettings() {
        Properties lines = new Properties();
        try (InputStream file = Broker.class.getResourceAsStream("broker.properties")) {
            lines.load(file);
            lines.keySet().removeIf(line -> !line.toString().startsWith("addressSettings."));
            ConfigurationImpl told = new ConfigurationImpl();
            told.parsePrefixedProperties(told, "broker.properties", lines, null);
            told.addAddressSetting("#", new AddressSettings()); // where the client looks for older names
            told.getAddressSettings().values().forEach(settings -> settings.setAutoCreateQueues(false)
                    .setAutoCreateAddresses(false));
            return told.getAddressSettings();
        } catch (Exception e) {
            throw new IllegalStateException("broker.properties", e);
        }
    }
}
