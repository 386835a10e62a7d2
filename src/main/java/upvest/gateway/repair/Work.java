package upvest.gateway.repair;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;

/** Long work, one piece at a time, on a thread of its own. */
final class Work implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private final String name;
    private final ScheduledExecutorService worker;
    private Progress progress = new Progress(0);
    private int runs;

    /** @param name what is done, a verb */
    Work(String name) {
        this.name = name;
        this.worker = Background.worker(name);
        progress.end();
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
    synchronized Progress start(Task task) {
        if (progress.running()) {
            throw new IllegalStateException("another " + name + " is running: wait for its end, or stop it");
        }
        Progress mine = new Progress(++runs);
        progress = mine;
        worker.execute(() -> run(task, mine));
        return mine;
    }

    private void run(Task task, Progress mine) {
        try {
            task.run(mine);
        } catch (Exception e) {
            mine.report("ended", "stopped by a failure: " + e.getMessage());
            LOG.atWarn().setCause(e).addKeyValue("work", name).log("stopped by a failure");
        } finally {
            mine.end();
        }
    }

    /** Of the piece that is running, else of the last one. */
    synchronized Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        progress().stop("the end of the gateway");
        worker.shutdown();
        try {
            var unused = worker.awaitTermination(5, TimeUnit.SECONDS); // what does not end in time is rolled back
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
