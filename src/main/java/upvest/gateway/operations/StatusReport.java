package upvest.gateway.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.stereotype.Component;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.SendPermission;
import upvest.gateway.intake.Gate;
import upvest.gateway.intake.KeyReport;
import upvest.gateway.intake.LateDeliveries;
import upvest.gateway.intake.Refusals;
import upvest.gateway.intake.TrustedKeys;
import upvest.gateway.ledger.LedgerSize;
import upvest.gateway.ledger.Search;
import upvest.gateway.outboxes.MailState;
import upvest.gateway.outboxes.OutboxState;

/** {@code /actuator/status}: asks everything that tells how the gateway is. What cannot be asked is part of the answer. */
@Component
@Endpoint(id = "status")
final class StatusReport {
    /** With the embedded broker the intake stops at 10. */
    private static final int SCARCE_PERCENT = 15;

    private final Gate gate;
    private final Pause pause;
    private final Refusals refusals;
    private final LateDeliveries late;
    private final QueueReport waiting;
    private final Supplier<LedgerReport> ledger;
    private final GatewayProperties properties;
    private final ObjectProvider<EmbeddedBroker> embedded;
    private final SendPermission permission;
    private final ObjectProvider<TrustedKeys> trusted;
    private final InboxReport inbox;
    private final MailState mails;
    private final OutboxState outboxes;
    private final Clock clock;

    StatusReport(
            Gate gate,
            Pause pause,
            Refusals refusals,
            LateDeliveries late,
            Queues queues,
            Reasons reasons,
            Search search,
            LedgerSize size,
            GatewayProperties properties,
            ObjectProvider<EmbeddedBroker> embedded,
            SendPermission permission,
            ObjectProvider<TrustedKeys> trusted,
            InboxReport inbox,
            MailState mails,
            OutboxState outboxes,
            Clock clock) {
        this.inbox = inbox;
        this.mails = mails;
        this.outboxes = outboxes;
        this.gate = gate;
        this.pause = pause;
        this.refusals = refusals;
        this.late = late;
        this.waiting = new QueueReport(queues, reasons, pause, clock);
        this.ledger = () -> LedgerReport.of(search, size);
        this.properties = properties;
        this.embedded = embedded;
        this.permission = permission;
        this.trusted = trusted;
        this.clock = clock;
    }

    @ReadOperation
    @ManagedOperation(
            description =
                    "How the gateway is now: whether deliveries are accepted, whether Upvest is blocked, what waits where")
    GatewayStatus status() {
        SortedMap<String, GatewayStatus.Channel> channels = new TreeMap<>();
        Map<String, GatewayStatus.Failed> failed = new LinkedHashMap<>();
        List<String> attention = new ArrayList<>();
        LedgerReport remembered = ledger.get();
        String noBroker = waiting.look(channels, failed, attention);
        KeyReport keys = keys(attention);
        GatewayStatus.Disk disk = disk(attention);
        InboxReport.Inbox waits = waits(attention);
        attention.addAll(others(remembered.failure()));
        String closed = firstOf(gate.closed(), paused(), full(), forbidden(), noBroker);
        String blocked = blocked(closed, attention);
        return new GatewayStatus(
                clock.instant(),
                closed,
                blocked,
                remembered.accepted(),
                lastRefusal(),
                refusals.counts(),
                late(),
                keys,
                waits,
                channels,
                failed,
                remembered.size(),
                disk,
                attention);
    }

    private String blocked(String closed, List<String> attention) {
        String blocked = firstOf(closed, refused());
        if (!blocked.isEmpty()) {
            attention.add(0, "Upvest is blocked: " + blocked);
        }
        return blocked;
    }

    /** What needs a person, of mails, outboxes, broker and ledger. */
    private List<String> others(String noLedger) {
        List<String> attention = new ArrayList<>(mails.attention());
        attention.addAll(outboxes.attention());
        embedded.ifAvailable(broker -> attention.addAll(broker.missing()));
        if (!noLedger.isEmpty()) {
            attention.add(noLedger + "; deliveries are accepted and wait in the inbox");
        }
        return attention;
    }

    private InboxReport.Inbox waits(List<String> attention) {
        InboxReport.Inbox now = inbox.now();
        if (now.heldBecause() != null) {
            attention.add("deliveries wait in the inbox since " + now.heldSince() + ": " + now.heldBecause());
        }
        return now;
    }

    private static String firstOf(String... reasons) {
        return List.of(reasons).stream()
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String paused() {
        return pause.intakePaused() ? "the intake is " + pause.told(Pause.INTAKE) : "";
    }

    private String full() {
        EmbeddedBroker broker = embedded.getIfAvailable();
        return broker == null ? "" : broker.full();
    }

    private String forbidden() {
        String missing = permission.missing();
        return missing.isEmpty() ? "" : "the broker does not permit to send to upvest.inbox: " + missing;
    }

    private String refused() {
        return refusals.open().stream().findFirst().map(StatusReport::told).orElse("");
    }

    private static String told(Refusals.Refusal open) {
        return String.format(
                "a delivery was answered %d %s, %s %s, and not 200 since: %s",
                open.answer(),
                open.reason(),
                open.times() == 1 ? "once at" : open.times() + " times since",
                open.since().truncatedTo(ChronoUnit.SECONDS),
                open.detail());
    }

    private GatewayStatus.@Nullable Refused lastRefusal() {
        Refusals.Refusal last = refusals.last();
        return last == null
                ? null
                : new GatewayStatus.Refused(
                        last.last(), last.answer(), last.reason().name(), last.detail());
    }

    private GatewayStatus.@Nullable Late late() {
        LateDeliveries.Late last = late.last();
        return last == null
                ? null
                : new GatewayStatus.Late(last.times(), last.at(), last.age().toSeconds());
    }

    private @Nullable KeyReport keys(List<String> attention) {
        TrustedKeys keys = trusted.getIfAvailable();
        if (keys == null) {
            return null;
        }
        KeyReport told = KeyReport.of(keys);
        if (told.failure() != null && told.read() != null) {
            attention.add(
                    "the trusted keys are those of " + told.read() + ", the last reading failed: " + told.failure());
        }
        return told;
    }

    private GatewayStatus.Disk disk(List<String> attention) {
        try {
            FileStore store = Files.getFileStore(existing(properties.data().toAbsolutePath()));
            long free = store.getUsableSpace();
            long total = store.getTotalSpace();
            if (free < total / 100 * SCARCE_PERCENT) {
                attention.add("the disk below " + properties.data() + " has less than " + SCARCE_PERCENT + " % free");
            }
            return new GatewayStatus.Disk(free, total);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With broker and ledger elsewhere the data folder is made by the first mail or file. */
    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return Files.exists(folder) || parent == null ? folder : existing(parent);
    }
}
