package upvest.gateway.operations;

import java.util.LinkedHashMap;
import java.util.Map;

/** How far long work is, and what it found. Written by the thread that works, read by others. */
final class Progress {
    private final int run;
    private final String begun;
    private final Map<String, Object> report = new LinkedHashMap<>();
    private boolean running = true;
    private String stoppedBy = "";
    private int looked;
    private int planned;
    private int done;
    private int failed;

    /**
     * @param run the how-manieth since the start of the gateway
     * @param begun by whom, and when
     */
    Progress(int run, String begun) {
        this.run = run;
        this.begun = begun;
    }

    /** One more message was looked at. */
    synchronized void looked() {
        looked++;
    }

    synchronized void plan(int messages) {
        planned = messages;
    }

    synchronized void done() {
        done(1);
    }

    synchronized void done(int messages) {
        done += messages;
    }

    synchronized void failed() {
        failed(1);
    }

    synchronized void failed(int messages) {
        failed += messages;
    }

    synchronized void report(String name, Object value) {
        report.put(name, value);
    }

    synchronized void stop(String by) {
        stoppedBy = by;
    }

    /** Who wants it to end; empty while nobody does. */
    synchronized String stoppedBy() {
        return stoppedBy;
    }

    synchronized void end() {
        running = false;
    }

    synchronized boolean running() {
        return running;
    }

    synchronized int doneSoFar() {
        return done;
    }

    synchronized int failedSoFar() {
        return failed;
    }

    synchronized int remaining() {
        return Math.max(0, planned - done - failed);
    }

    /** In one line. */
    @Override
    public synchronized String toString() {
        return begun + ": "
                + (planned == 0
                        ? looked + " looked at"
                        : done + " done, " + failed + " failed, " + remaining() + " left");
    }

    synchronized WorkProgress told() {
        return new WorkProgress(run, begun, running, looked, done, failed, remaining(), new LinkedHashMap<>(report));
    }
}
