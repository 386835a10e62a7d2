package upvest.gateway.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;
import upvest.gateway.Recording;
import upvest.gateway.delivery.DateTime;
import upvest.gateway.delivery.Delivery;

/**
 * Writes recent deliveries into a folder, one a file, on a thread of its own. What it cannot keep up with, or cannot
 * write, it drops and counts: no delivery waits for it or fails because of it.
 */
final class Recorder implements Consumer<Delivery>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    /** Bytes of deliveries that may wait to be written. */
    private static final int MOST_WAITING = 4 << 20;

    private static final int SECONDS_BETWEEN_CLEANINGS = 60;

    private final Recording settings;
    private final Redaction redaction;
    private final Counter recorded;
    private final Counter dropped;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledExecutorService worker = Background.worker("recorder");
    /** Those in the folder, the oldest first; for the worker alone. */
    private final Queue<Path> files = new ArrayDeque<>();

    Recorder(Recording settings, MeterRegistry registry) {
        this.settings = settings;
        this.redaction = new Redaction(settings.fields());
        this.recorded = Counter.builder("upvest.recording.deliveries")
                .description("Deliveries that were recorded")
                .register(registry);
        this.dropped = Counter.builder("upvest.recording.dropped")
                .description("Deliveries that were not recorded: too many at once, or the folder cannot be written")
                .register(registry);
        var unused = worker.scheduleWithFixedDelay(this::clean, 0, SECONDS_BETWEEN_CLEANINGS, TimeUnit.SECONDS);
    }

    @Override
    public void accept(Delivery delivery) {
        int size = delivery.body().length;
        if (waiting.addAndGet(size) > MOST_WAITING) {
            waiting.addAndGet(-size);
            dropped.increment();
            return;
        }
        try {
            worker.execute(() -> record(delivery));
        } catch (RejectedExecutionException e) { // the gateway stops
            waiting.addAndGet(-size);
            dropped.increment();
        }
    }

    private void record(Delivery delivery) {
        try {
            byte[] kept = settings.whole() ? delivery.body() : redaction.of(delivery);
            Files.createDirectories(settings.directory());
            String name = DateTime.millis(delivery.receivedAt()).replace(':', '-') + "-" + delivery.id() + ".json";
            Path unfinished = settings.directory().resolve("." + name);
            Files.write(unfinished, kept);
            Path file = settings.directory().resolve(name);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            recorded.increment();
            files.add(file);
            removeSurplus();
        } catch (IOException | RuntimeException e) {
            dropped.increment();
            LOG.atWarn()
                    .addKeyValue("delivery", delivery.id())
                    .addKeyValue("cause", e)
                    .log("delivery not recorded");
        } finally {
            waiting.addAndGet(-delivery.body().length);
        }
    }

    /** Looks what is in the folder, and removes what is too old or too much. */
    private void clean() {
        files.clear();
        if (!Files.isDirectory(settings.directory())) {
            return;
        }
        Instant oldest = Instant.now().minus(settings.age());
        try (Stream<Path> all = Files.list(settings.directory())) {
            all.filter(file -> file.toString().endsWith(".json")).sorted().forEach(files::add);
            while (!files.isEmpty()
                    && Files.getLastModifiedTime(files.element()).toInstant().isBefore(oldest)) {
                Files.deleteIfExists(files.remove());
            }
            removeSurplus();
        } catch (IOException | UncheckedIOException e) {
            LOG.atWarn().addKeyValue("cause", e).log("recorded deliveries are not cleaned up");
        }
    }

    private void removeSurplus() throws IOException {
        while (files.size() > settings.deliveries()) {
            Files.deleteIfExists(files.remove());
        }
    }

    /** Writes what waits. */
    @Override
    public void close() throws InterruptedException {
        worker.shutdown();
        if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.warn("some deliveries were not recorded before the stop");
        }
    }
}
