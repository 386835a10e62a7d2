package upvest.gateway.repair;

import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import upvest.gateway.audit.CurrentUser;

/** Long work in JMX: it is started, and goes on while attributes tell how far it is. */
public abstract class WorkControl implements AutoCloseable {
    private final Work work;

    WorkControl(String name) {
        this.work = new Work(name);
    }

    Map<String, Object> start(String by, Work.Task task) {
        return work.start(by, task).told();
    }

    Map<String, Object> rehearse(String by, Work.Task task) {
        return work.rehearse(by, task).told();
    }

    @ManagedAttribute(description = "Whether it is running now")
    public boolean isRunning() {
        return work.progress().running();
    }

    @ManagedAttribute(description = "How many are done, of those running now or last")
    public int getDone() {
        return work.progress().doneSoFar();
    }

    @ManagedAttribute(description = "How many failed, of those running now or last")
    public int getFailed() {
        return work.progress().failedSoFar();
    }

    @ManagedAttribute(description = "How many are left")
    public int getRemaining() {
        return work.progress().remaining();
    }

    @ManagedAttribute(description = "All of these and the report: what was found, what would be done or was done")
    public Map<String, Object> getProgress() {
        return work.progress().told();
    }

    @ManagedAttribute(description = "What was found, what would be done or was done")
    public Map<String, Object> getReport() {
        return work.progress().reported();
    }

    @ManagedOperation(description = "Progress of one piece of work, also of a dry run beside others")
    @ManagedOperationParameter(name = "run", description = "Its number, as returned at its start")
    public Map<String, Object> progressOf(int run) {
        return work.progress(run).told();
    }

    @ManagedOperation(description = "Ends one piece of work after the messages in hand; what was done stays done")
    @ManagedOperationParameter(name = "run", description = "Its number, as returned at its start")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    public void stopOne(int run, String by) {
        work.progress(run).stop(CurrentUser.asks(by));
    }

    @ManagedOperation(description = "Ends what is running after the message in hand; what was done stays done")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    public void stop(String by) {
        work.progress().stop(CurrentUser.asks(by));
    }

    @Override
    public void close() {
        work.close();
    }
}
