package upvest.gateway.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
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
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import upvest.gateway.GatewayProperties;

/** What the embedded broker is told: folders, acceptors, who may do what, and what holds for each address. */
public final class BrokerSettings {
    static final String CONSUMERS = "consumers";
    static final String GATEWAY = "gateway.itself";
    private static final int PAGE = 256 * 1024;
    private static final int MOST_READ = 20 * 1024 * 1024;
    /** How far behind others a message of a service channel may stand and be replayed alone. */
    private static final int REACH = 4 * 1024 * 1024;

    private static final int MOST_SHOWN = 16 * 1024;
    private static final int NIO_BUFFER_TIMEOUT_NANOS = 500_000; // the default of 3.3 ms is added to every commit

    private static final int FIRST_PAUSE_MILLIS = 1000;
    private static final int LONGEST_PAUSE_MILLIS = 60_000;

    /** Another gateway in the folder is no reason to wait for its end. */
    private static final int LOCK_TIMEOUT_MILLIS = 1000;

    /** A disk that fills fast must not be full before it is seen. */
    private static final int DISK_LOOK_MILLIS = 250;

    /** Objects share so many groups: their order stays, and the broker need not remember each object for ever. */
    private static final int GROUP_BUCKETS = 1024;

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
                .setJMXManagementEnabled(true)
                .addAcceptorConfiguration(new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(), Map.of("serverId", Integer.toString(instance)), "gateway"))
                .addAcceptorConfiguration(new TransportConfiguration(
                        NettyAcceptorFactory.class.getName(),
                        new HashMap<>(Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                properties.broker().port(),
                                "protocols",
                                "CORE",
                                "webSocketEncoderType",
                                "none")), // there is no such type: no web page gets a WebSocket
                        CONSUMERS))
                .addAddressSetting("#", addressSettings())
                .addAddressSetting(Queues.INBOX + ".#", inboxSettings())
                .addAddressSetting("upvest.mail", outboxSettings())
                .addAddressSetting("upvest.files", outboxSettings());
        configuration.putSecurityRoles("#", Set.of(everything(GATEWAY), consuming(CONSUMERS)));
        configuration.putSecurityRoles(Queues.INBOX + ".#", Set.of(everything(GATEWAY)));
        for (String channel : List.of("dead", "invalid", "unknown", "parked")) {
            configuration.addAddressSetting(
                    Queues.PREFIX + channel, addressSettings().setPrefetchPageBytes(REACH));
        }
        for (String channel : Queues.all(properties.channels())) {
            String queue = Queues.PREFIX + channel;
            configuration.addAddressConfiguration(new CoreAddressConfiguration()
                    .setName(queue)
                    .addRoutingType(RoutingType.ANYCAST)
                    .addQueueConfig(QueueConfiguration.of(queue)
                            .setAddress(queue)
                            .setRoutingType(RoutingType.ANYCAST)
                            .setDurable(true)
                            .setGroupBuckets(GROUP_BUCKETS)
                            .setExclusive(Queues.isInbox(queue))
                            .setAutoDelete(false)));
        }
        return configuration;
    }

    /** Queues stay for ever, are paged to disk when memory is short, and give poison messages to the dead letters. */
    public static AddressSettings addressSettings() {
        return new AddressSettings()
                .setAutoCreateQueues(true)
                .setAutoCreateAddresses(true)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setDeadLetterAddress(SimpleString.of("upvest.dead"))
                .setExpiryAddress(SimpleString.of("upvest.dead"))
                .setMaxDeliveryAttempts(10)
                .setDefaultGroupBuckets(GROUP_BUCKETS)
                .setManagementMessageAttributeSizeLimit(MOST_SHOWN) // of a message's text, to who browses in Hawtio
                .setPageSizeBytes(PAGE)
                .setMaxReadPageBytes(MOST_READ) // what a consumer's transaction can hold of a paged queue
                .setPrefetchPageBytes(PAGE)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
    }

    /** Their routes count the attempts; what fails beyond these is not tried again at once, for ever. */
    private static AddressSettings outboxSettings() {
        return addressSettings()
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(FIRST_PAUSE_MILLIS)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(LONGEST_PAUSE_MILLIS);
    }

    /** One dispatcher at a time, which keeps the order; deliveries are tried until they are through. */
    public static AddressSettings inboxSettings() {
        return addressSettings().setDefaultExclusiveQueue(true).setMaxDeliveryAttempts(-1);
    }

    /** The gateway's own user, and the one of those who read queues. Nobody comes in without a name. */
    static ActiveMQJAASSecurityManager users(ConsumersLogin consumers, String own) {
        SecurityConfiguration security = new SecurityConfiguration();
        security.addUser(consumers.user(), consumers.password());
        security.addRole(consumers.user(), CONSUMERS);
        security.addUser(GATEWAY, own);
        security.addRole(GATEWAY, GATEWAY);
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), security);
    }

    private static Role everything(String role) {
        return new Role(role, true, true, true, true, true, true, true, true, true, true, false, false);
    }

    /** And browsing. No sending, no queues of their own, no management. */
    private static Role consuming(String role) {
        return new Role(role, false, true, false, false, false, false, false, true, false, false, false, false);
    }
}
