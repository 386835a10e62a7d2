package upvest.gateway.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import upvest.gateway.GatewayProperties;
import upvest.gateway.Team;

/** What the embedded broker is told: folders, acceptors, who may come in. What holds for its queues says {@link QueueSettings}. */
public final class BrokerSettings {
    static final String CONSUMERS = "consumers";
    static final String GATEWAY = "gateway.itself";

    /** Of the gateway at any broker; {@code artemis create} gives it as well. */
    private static final String ROLE = "amq";

    private static final int NIO_BUFFER_TIMEOUT_NANOS = 500_000; // the default of 3.3 ms is added to every commit

    /** Another gateway in the folder is no reason to wait for its end. */
    private static final int LOCK_TIMEOUT_MILLIS = 1000;

    /** A disk that fills fast must not be full before it is seen. */
    private static final int DISK_LOOK_MILLIS = 250;

    private BrokerSettings() {}

    /** @param instance number of the broker in this process */
    static Configuration of(GatewayProperties properties, Path home, int instance) throws Exception {
        boolean libaio = AIOSequentialFileFactory.isSupported();
        Configuration configuration = new ConfigurationImpl()
                .setName("upvest-gateway")
                .setJournalDirectory(home.resolve("journal").toString())
                .setBindingsDirectory(home.resolve("bindings").toString())
                .setLargeMessagesDirectory(home.resolve("large-messages").toString())
                .setPagingDirectory(home.resolve("paging").toString())
                .setNodeManagerLockDirectory(home.resolve("journal").toString())
                .setJournalLockAcquisitionTimeout(LOCK_TIMEOUT_MILLIS)
                .setJournalType(libaio ? JournalType.ASYNCIO : JournalType.NIO)
                .setJournalBufferTimeout_NIO(NIO_BUFFER_TIMEOUT_NANOS)
                .setDiskScanPeriod(DISK_LOOK_MILLIS)
                .setGlobalMaxSize(Runtime.getRuntime().maxMemory() / 16)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(true);
        acceptors(configuration, properties.broker().port(), instance);
        configuration.registerBrokerPlugin(new PagesLast());
        configuration.putSecurityRoles("#", Set.of(everything(ROLE)));
        QueueSettings settings = settings(properties);
        settings.tell(configuration);
        for (String channel : Queues.all(properties.channels())) {
            configuration.addAddressConfiguration(address(Queues.PREFIX + channel, settings));
        }
        return configuration;
    }

    /** For the gateway itself, and for consumers. */
    private static void acceptors(Configuration configuration, int port, int instance) throws Exception {
        configuration
                .addAcceptorConfiguration(new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(), Map.of("serverId", Integer.toString(instance)), "gateway"))
                .addAcceptorConfiguration(new TransportConfiguration(
                        NettyAcceptorFactory.class.getName(),
                        new HashMap<>(Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                port,
                                "protocols",
                                "CORE",
                                "webSocketEncoderType",
                                "none")), // there is no such type: no web page gets a WebSocket
                        CONSUMERS));
    }

    /** Those of the file, and who else may read which queue. */
    private static QueueSettings settings(GatewayProperties properties) throws IOException {
        QueueSettings settings = QueueSettings.read(Path.of(""));
        for (Team team : properties.broker().teams()) {
            for (String queue : team.queues()) {
                settings = settings.readable(team.queue(queue, properties.channels()), team.name());
            }
        }
        return settings;
    }

    /** A queue that is there already is changed to these settings. */
    private static CoreAddressConfiguration address(String queue, QueueSettings settings) {
        AddressSettings told = settings.of(queue);
        return new CoreAddressConfiguration()
                .setName(queue)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(QueueConfiguration.of(queue)
                        .setAddress(queue)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setGroupBuckets(told.getDefaultGroupBuckets())
                        .setGroupRebalance(told.isDefaultGroupRebalance())
                        .setGroupRebalancePauseDispatch(told.isDefaultGroupRebalancePauseDispatch())
                        .setExclusive(told.isDefaultExclusiveQueue())
                        .setAutoDelete(false));
    }

    /** The gateway's own user, those who read all queues, and those of each team. Nobody comes in without a name. */
    static ActiveMQJAASSecurityManager users(GatewayProperties properties, ConsumersLogin consumers, String own) {
        SecurityConfiguration security = new SecurityConfiguration();
        security.addUser(consumers.user(), consumers.password());
        security.addRole(consumers.user(), CONSUMERS);
        for (Team team : properties.broker().teams()) {
            security.addUser(team.name(), team.password());
            security.addRole(team.name(), team.name());
        }
        security.addUser(GATEWAY, own);
        security.addRole(GATEWAY, ROLE);
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), security);
    }

    private static Role everything(String role) {
        return new Role(role, true, true, true, true, true, true, true, true, true, true, false, false);
    }
}
