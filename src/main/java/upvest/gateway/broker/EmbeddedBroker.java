package upvest.gateway.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServer.SERVER_STATE;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.jspecify.annotations.Nullable;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;

/** ActiveMQ Artemis inside the gateway: journal below {@code <data>/broker}, one acceptor for consumers on loopback. */
public final class EmbeddedBroker {
    private static final String CONSUMERS = "consumers";
    private static final String GATEWAY = "gateway.itself";
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

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final GatewayProperties properties;
    private final EmbeddedActiveMQ server;
    private final int instance;
    private final String password;
    private final ConsumersLogin consumers;
    private final DiskRoom room;
    private final DiskWatch watch;
    private boolean wanted;
    private volatile @Nullable MessageCounts counts;

    private EmbeddedBroker(
            GatewayProperties properties,
            DiskRoom room,
            EmbeddedActiveMQ server,
            int instance,
            String password,
            ConsumersLogin consumers) {
        this.properties = properties;
        this.room = room;
        this.watch = new DiskWatch(this);
        this.server = server;
        this.instance = instance;
        this.password = password;
        this.consumers = consumers;
    }

    public static EmbeddedBroker start(GatewayProperties properties) throws Exception {
        ConsumersLogin consumers = ConsumersLogin.of(properties);
        DiskRoom room = new DiskRoom(Files.createDirectories(home(properties)));
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        int instance = INSTANCES.getAndIncrement();
        Configuration configuration = configuration(properties, instance).setMinDiskFree(room.broker());
        server.setConfiguration(configuration.setJournalPoolFiles(room.spareFiles(configuration.getJournalFileSize())));
        String password = UUID.randomUUID().toString();
        server.setSecurityManager(users(consumers, password));
        EmbeddedBroker broker = new EmbeddedBroker(properties, room, server, instance, password, consumers);
        try {
            broker.start();
        } catch (Exception e) {
            broker.watch.close();
            throw e;
        }
        return broker;
    }

    /**
     * Starts it, again after a {@link #stop}.
     *
     * @throws WrongSetting when it does not; then nothing of it is left, and its folder is free
     */
    public synchronized void start() throws Exception {
        BrokerFiles.check(home(properties));
        server.createActiveMQServer();
        counts = MessageCounts.read(properties.data(), server());
        server().registerActivateCallback(counts);
        try (StartFailure failure = new StartFailure()) {
            server().registerActivationFailureListener(failure);
            try {
                server.start();
            } catch (Exception e) {
                failure.add(e);
            }
            server().unregisterActivationFailureListener(failure);
            if (!server().isActive()) {
                server.stop();
                throw failure.told(properties);
            }
        }
        wanted = true;
        keepPort();
    }

    /** A free one that was found is the same after a restart: consumers know it. */
    private void keepPort() {
        server().getConfiguration().getAcceptorConfigurations().stream()
                .filter(acceptor -> CONSUMERS.equals(acceptor.getName()))
                .forEach(acceptor -> acceptor.getParams().put("port", port()));
    }

    public synchronized void stop() throws Exception {
        wanted = false;
        MessageCounts.stop(properties.data(), server(), server::stop);
    }

    /** One line for each queue that has lost messages while the broker was stopped. */
    public List<String> missing() {
        MessageCounts found = counts;
        return found == null ? List.of() : found.missing();
    }

    /** The end: nothing starts it again. */
    void end() throws Exception {
        watch.close();
        stop();
    }

    /** Whether it has ended and nobody has stopped it: an error of its disk does that. */
    synchronized boolean endedByItself() {
        return wanted && server().getState() == SERVER_STATE.STOPPED;
    }

    /** Starts it where it has ended by itself; whether it did. */
    synchronized boolean startAgain() throws Exception {
        boolean ended = endedByItself();
        if (ended) {
            server.stop();
            start();
        }
        return ended;
    }

    /** The address for connections from inside this process. */
    public String url() {
        return "vm://" + instance;
    }

    /** Who the gateway is in these connections; nobody else may touch the inbox. */
    public String user() {
        return GATEWAY;
    }

    /** Made up at each start. */
    public String password() {
        return password;
    }

    /** Who may consume, and do nothing else. */
    public ConsumersLogin consumers() {
        return consumers;
    }

    /** The server itself, for what only it can tell. */
    public ActiveMQServer server() {
        return server.getActiveMQServer();
    }

    /** Begins a new file of the journal, which needs room, and deletes those that hold nothing any more. */
    synchronized void deleteUnneeded() throws Exception {
        if (room.lasts()
                && server().isActive()
                && server().getStorageManager().getMessageJournal() instanceof JournalImpl journal) {
            journal.forceMoveNextFile();
            journal.checkReclaimStatus();
        }
    }

    /** The room that its disk has left. */
    public DiskRoom room() {
        return room;
    }

    /** Why it can take no deliveries: its disk is full. Empty while it is not. */
    public String full() {
        PagingManager paging = server().getPagingManager(); // none while it is stopped
        return room.full() || paging != null && paging.isDiskFull() ? room.told() : "";
    }

    /** The TCP port that consumers connect to. */
    public int port() {
        return ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor(CONSUMERS)).getActualPort();
    }

    private static Path home(GatewayProperties properties) {
        return properties.data().toAbsolutePath().normalize().resolve("broker");
    }

    private static Configuration configuration(GatewayProperties properties, int instance) throws Exception {
        Path home = home(properties);
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
    private static ActiveMQJAASSecurityManager users(ConsumersLogin consumers, String own) {
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
