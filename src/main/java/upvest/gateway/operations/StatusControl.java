package upvest.gateway.operations;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;
import upvest.gateway.audit.CurrentUser;

/** The {@link GatewayStatus} in JMX: what {@code bin/gateway status} asks for. */
@Component
@ManagedResource(
        objectName = StatusControl.NAME,
        description =
                "How the gateway is: whether deliveries are accepted, whether Upvest is blocked, what waits where")
public final class StatusControl {
    public static final String NAME = "upvest.gateway:type=Status";
    /** Whoever reads all attributes gets them of one moment. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Instant STARTED =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

    private final StatusReport report;
    private final Minutes lastHour;
    private @Nullable GatewayStatus last;
    private long examined;

    StatusControl(StatusReport report, Minutes minutes) {
        this.report = report;
        this.lastHour = minutes;
    }

    private synchronized GatewayStatus condition() {
        GatewayStatus condition = last;
        if (condition == null || System.nanoTime() - examined > FRESH_NANOS) {
            condition = report.now();
            last = condition;
            examined = System.nanoTime();
        }
        return condition;
    }

    @ManagedOperation(description = "Finds it out now; the attributes show it")
    public synchronized void examine() {
        last = null;
    }

    @ManagedOperation(
            description =
                    "Sums since the start, one for each of the last 60 minutes and those of now: deliveries accepted"
                            + " and refused, events, those set aside, how many were timed and their seconds to the 200; by queue"
                            + " messages and how many were consumed")
    public List<Map<String, Object>> minutes() {
        return lastHour.all();
    }

    @ManagedOperation(
            description =
                    "The login, whether it is an operator, and which gateway answers: its host, process and start")
    public Map<String, Object> whoAsks() throws UnknownHostException {
        return Map.of(
                "name",
                CurrentUser.asks(""),
                "operator",
                CurrentUser.isOperator(),
                "host",
                InetAddress.getLocalHost().getHostName(),
                "process",
                ProcessHandle.current().pid(),
                "started",
                STARTED.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    @ManagedAttribute(description = "When this was found out; not older than two seconds")
    public String getAt() {
        return condition().at();
    }

    @ManagedAttribute(description = "Whether deliveries are accepted")
    public boolean isAccepting() {
        return condition().accepting();
    }

    @ManagedAttribute(description = "Why no delivery is accepted; empty when they are")
    public String getNotAcceptingBecause() {
        return condition().notAcceptingBecause();
    }

    @ManagedAttribute(description = "Whether Upvest, by all that is known here, holds deliveries back now")
    public boolean isBlocked() {
        return condition().blocked();
    }

    @ManagedAttribute(description = "Why Upvest is blocked; empty when it is not")
    public String getBlockedBecause() {
        return condition().blockedBecause();
    }

    @ManagedAttribute(description = "When the last delivery was answered 200, by subscription (webhook_id); at most 21")
    public Map<String, String> getLastAccepted() {
        return condition().lastAccepted();
    }

    @ManagedAttribute(
            description =
                    "The last refusal since the start that may be Upvest's: at, answer, reason, detail; empty when"
                            + " none")
    public Map<String, Object> getLastRefusal() {
        return condition().lastRefusal();
    }

    @ManagedAttribute(
            description =
                    "How many requests were refused since the start, by answer and reason; STRANGER: not Upvest's")
    public Map<String, Long> getRefused() {
        return condition().refused();
    }

    @ManagedAttribute(
            description = "Deliveries since the start that came after the end of their signature: times, and at and age"
                    + " (seconds) of the last; empty when none did")
    public Map<String, Object> getLate() {
        return condition().late();
    }

    @ManagedAttribute(
            description =
                    "The trusted keys: how many, ids, source, when it was read, what is wrong; empty when unchecked")
    public Map<String, Object> getKeys() {
        return condition().keys();
    }

    @ManagedAttribute(
            description =
                    "Deliveries that were answered 200 and wait for their routes: waiting (-1: not known), oldest;"
                            + " heldBecause and heldSince where something holds them up")
    public Map<String, Object> getInbox() {
        return condition().inbox();
    }

    @ManagedAttribute(
            description = "By queue: messages, how many consumers have, consumers, paused, time of the oldest")
    public Map<String, Map<String, Object>> getChannels() {
        return condition().channels();
    }

    @ManagedAttribute(
            description = "By queue, invalid, dead and unknown: messages, and the three most frequent reasons")
    public Map<String, Map<String, Object>> getFailed() {
        return condition().failed();
    }

    @ManagedAttribute(description = "Rows of the ledger, whether that is exact, and its bytes on the disk")
    public Map<String, Object> getLedger() {
        return condition().ledger();
    }

    @ManagedAttribute(description = "Free and total bytes of the disk that holds the data folder")
    public Map<String, Object> getDisk() {
        return condition().disk();
    }

    @ManagedAttribute(description = "One line for each thing that somebody should look at")
    public List<String> getAttention() {
        return condition().attention();
    }
}
