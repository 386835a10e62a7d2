package upvest.gateway.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServer.SERVER_STATE;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;

/** ActiveMQ Artemis inside the gateway: journal below {@code <data>/broker}, one acceptor for consumers on loopback. */
public final class EmbeddedBroker {
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final GatewayProperties properties;
    private final EmbeddedActiveMQ server;
    private final int instance;
    private final String password;
    private final ConsumersLogin consumers;
    private final DiskRoom room;
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
        Configuration configuration =
                BrokerSettings.of(properties, home(properties), instance).setMinDiskFree(room.broker());
        room.spareFiles(configuration.getJournalFileSize()).ifPresent(configuration::setJournalPoolFiles);
        server.setConfiguration(configuration);
        String password = UUID.randomUUID().toString();
        server.setSecurityManager(BrokerSettings.users(properties, consumers, password));
        EmbeddedBroker broker = new EmbeddedBroker(properties, room, server, instance, password, consumers);
        broker.start();
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
                .filter(acceptor -> BrokerSettings.CONSUMERS.equals(acceptor.getName()))
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
        return BrokerSettings.GATEWAY;
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
        return ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor(BrokerSettings.CONSUMERS))
                .getActualPort();
    }

    private static Path home(GatewayProperties properties) {
        return properties.data().toAbsolutePath().normalize().resolve("broker");
    }
}
