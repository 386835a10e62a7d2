package upvest.gateway.operations;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;

/** An operation that takes long: it is started, and goes on while others ask how far it is. */
abstract class WorkEndpoint implements AutoCloseable {
    private final Work work;

    WorkEndpoint(String name) {
        this.work = new Work(name);
    }

    /** @param dryRun whether the task changes nothing, so that it need not wait for others */
    final WorkProgress begin(boolean dryRun, String by, Work.Task task) {
        return (dryRun ? work.rehearse(by, task) : work.start(by, task)).told();
    }

    @ReadOperation
    @ManagedOperation(description = "How far the work is that is running, or was last, and what it has found or done")
    final WorkProgress progress() {
        return work.progress().told();
    }

    @ReadOperation
    @ManagedOperation(description = "The same of one piece of work, also of a dry run beside others")
    @ManagedOperationParameter(name = "run", description = "Its number, as it was returned when it began")
    final WorkProgress progressOf(@Selector Integer run) {
        return work.progress(run).told();
    }

    @DeleteOperation
    @ManagedOperation(description = "Ends one piece of work after the messages in hand; what was done stays done")
    @ManagedOperationParameter(name = "run", description = "Its number, as it was returned when it began")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    final WorkProgress stop(@Selector Integer run, @Nullable String by) {
        Progress progress = work.progress(run);
        progress.stop(CurrentUser.asks(by));
        return progress.told();
    }

    @Override
    public final void close() {
        work.close();
    }
}
