package upvest.gateway.operations;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;

/**
 * Long work of one kind, one piece at a time, on a thread of its own. Those that change nothing have another thread, on
 * which they wait for each other and for nothing else.
 */
final class Work implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final int REMEMBERED = 100;

    private final String name;
    private final ScheduledExecutorService worker;
    private final ScheduledExecutorService rehearsals;
    private final Map<Integer, Progress> runs = new LinkedHashMap<>();
    private Progress last = new Progress(0, "");
    private Progress lastWork = last;
    private int count;

    /** @param name what is done, a verb */
    Work(String name) {
        this.name = name;
        this.worker = Background.worker(name);
        this.rehearsals = Background.worker(name + "-dry-run");
        last.end();
    }

    /** What is to be done. It looks now and then whether it shall stop. */
    @FunctionalInterface
    interface Task {
        void run(Progress progress) throws Exception;
    }

    /**
     * Starts a piece of work.
     *
     * @throws IllegalStateException while another one is running
     */
    synchronized Progress start(String by, Task task) {
        if (lastWork.running()) {
            throw new IllegalStateException(
                    "another " + name + " is running, begun " + lastWork + "; --follow shows it, --stop ends it");
        }
        lastWork = next(by);
        Progress mine = lastWork;
        worker.execute(() -> run(task, mine));
        return mine;
    }

    /** Starts one that changes nothing, whatever else is running. */
    synchronized Progress rehearse(String by, Task task) {
        Progress mine = next(by);
        rehearsals.execute(() -> run(task, mine));
        return mine;
    }

    private Progress next(String by) {
        last = new Progress(++count, "by " + by + " at " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
        runs.put(count, last);
        runs.remove(count - REMEMBERED);
        return last;
    }

    private void run(Task task, Progress mine) {
        try {
            task.run(mine);
        } catch (Exception e) {
            if (mine.stoppedBy().isEmpty()) {
                mine.report("ended", "stopped by a failure: " + e.getMessage());
                LOG.atWarn().setCause(e).addKeyValue("work", name).log("stopped by a failure");
            } else { // the broker may be gone already: what was begun is rolled back
                mine.report("ended", "stopped by " + mine.stoppedBy());
            }
        } finally {
            mine.end();
        }
    }

    /** Of the piece that is running, else of the last one. */
    synchronized Progress progress() {
        return lastWork.running() ? lastWork : last;
    }

    /**
     * Of one piece.
     *
     * @throws IllegalArgumentException when there was none with this number, or too many came after it
     */
    synchronized Progress progress(int run) {
        Progress found = runs.get(run);
        if (found == null) {
            throw new IllegalArgumentException("there is no " + name + " " + run + " any more: see the audit");
        }
        return found;
    }

    @Override
    public void close() {
        synchronized (this) {
            runs.values().stream().filter(Progress::running).forEach(each -> each.stop("the end of the gateway"));
        }
        worker.shutdown();
        rehearsals.shutdownNow();
        try {
            var unused = worker.awaitTermination(5, TimeUnit.SECONDS); // what does not end in time is rolled back
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
