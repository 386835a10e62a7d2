package upvest.gateway.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/** {@link Audit} in JMX: what {@code bin/gateway audit} asks for. */
@ManagedResource(
        objectName = AuditControl.NAME,
        description = "Who did what with this gateway, when, and to how many messages; survives restarts")
public final class AuditControl {
    public static final String NAME = "upvest.gateway:type=Audit";
    private static final int LATEST = 20;
    private static final int MOST = 10_000;

    private final Audit audit;

    AuditControl(Audit audit) {
        this.audit = audit;
    }

    @ManagedAttribute(description = "The 20 newest entries, the newest first")
    public List<Map<String, Object>> getLatest() {
        return newest(LATEST);
    }

    @ManagedOperation(description = "The newest entries, the newest first")
    @ManagedOperationParameter(name = "atMost", description = "How many, 10000 at most")
    public List<Map<String, Object>> newest(int atMost) {
        return audit.newest(Math.max(1, Math.min(atMost, MOST))).stream()
                .map(AuditControl::told)
                .toList();
    }

    private static Map<String, Object> told(AuditRow entry) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("number", entry.number());
        told.put("at", entry.at().toString());
        told.put("who", entry.who());
        told.put("action", entry.action());
        told.put("arguments", entry.arguments());
        told.put("dryRun", entry.dryRun());
        told.put("howMany", entry.howMany());
        told.put("outcome", entry.outcome());
        return told;
    }
}
