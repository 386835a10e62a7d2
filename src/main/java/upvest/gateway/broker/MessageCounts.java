package upvest.gateway.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.PrivateFile;

/**
 * How many messages each queue of the embedded broker holds when that is stopped in order: at its next start, before
 * anybody consumes, there are as many. The broker itself does not miss a page or a file of its journal that is gone.
 */
final class MessageCounts implements ActivateCallback {
    private static final Logger LOG = LoggerFactory.getLogger(MessageCounts.class);
    private static final String FILE = "messages-at-the-last-stop";

    /** For the broker to read all pages; with more of them the start goes on, and nothing is known. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Path file;
    private final ActiveMQServer server;
    private final Map<String, Long> before;
    private final List<String> missing = Collections.synchronizedList(new ArrayList<>());

    private MessageCounts(Path file, ActiveMQServer server, Map<String, Long> before) {
        this.file = file;
        this.server = server;
        this.before = before;
    }

    /** Reads what the last stop has noted. */
    static MessageCounts read(Path data, ActiveMQServer server) throws IOException {
        Map<String, Long> before = new TreeMap<>();
        Path file = data.resolve(FILE);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(" ", 2);
                if (parts.length == 2 && parts[0].matches("\\d{1,18}")) {
                    before.put(parts[1], Long.parseLong(parts[0]));
                }
            }
        }
        return new MessageCounts(file, server, before);
    }

    /** Stops the broker; only then no more messages come or go. */
    static void stop(Path data, ActiveMQServer server, Stop stop) throws Exception {
        List<Queue> queues = new ArrayList<>();
        if (server.isActive() && !server.getPagingManager().isRebuildingCounters()) {
            server.getPostOffice()
                    .getAllBindings()
                    .filter(binding -> binding.getBindable() instanceof Queue)
                    .map(binding -> (Queue) binding.getBindable())
                    .filter(queue ->
                            queue.isDurable() && queue.getName().toString().startsWith(Queues.PREFIX))
                    .forEach(queues::add);
        }
        stop.run();
        if (!queues.isEmpty()) {
            note(data, queues);
        }
    }

    /** What stops the broker. */
    @FunctionalInterface
    interface Stop {
        void run() throws Exception;
    }

    private static void note(Path data, List<Queue> queues) {
        try {
            PrivateFile.write(
                    data.resolve(FILE),
                    queues.stream()
                            .map(queue -> queue.getMessageCount() + " " + queue.getName() + "\n")
                            .sorted()
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            LOG.warn("how many messages the queues hold cannot be noted: the next start will miss none", e);
        }
    }

    /** Before the broker lets anybody in. What was noted is forgotten: a process that is killed notes nothing. */
    @Override
    public void activated() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted, and will be wrong", file, e);
        }
        if (before.isEmpty() || !allPagesRead()) {
            return;
        }
        before.forEach((name, messages) -> {
            Queue queue = server.locateQueue(name);
            long there = queue == null ? 0 : queue.getMessageCount();
            if (there < messages) {
                missing.add(name + " had " + messages + " messages when the broker was stopped, and has " + there
                        + ": files below broker/ in upvest.data are gone, or of another time");
            }
        });
        missing.forEach(LOG::error);
    }

    /** The broker counts what is in its pages, one address after the other, on the thread that this waits for. */
    private boolean allPagesRead() {
        CountDownLatch read = new CountDownLatch(1);
        server.getPagingManager().execute(read::countDown);
        try {
            return read.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One line for each queue that has lost messages while the broker was stopped. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}
