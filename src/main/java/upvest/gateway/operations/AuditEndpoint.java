package upvest.gateway.operations;

import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;
import upvest.gateway.ledger.AuditRow;

/** {@code /actuator/audit}: who did what with this gateway, when, and to how many messages; survives restarts. */
@Endpoint(id = "audit")
final class AuditEndpoint {
    private static final int USUAL = 20;
    private static final int MOST = 10_000;

    private final Audit audit;

    AuditEndpoint(Audit audit) {
        this.audit = audit;
    }

    @ReadOperation
    @ManagedOperation(
            description = "Who did what, when, and to how many messages: the newest entries, the newest first")
    @ManagedOperationParameter(name = "limit", description = "How many, 10000 at most; 20 when left out")
    List<AuditRow> newest(@Nullable Integer limit) {
        return audit.newest(limit == null ? USUAL : Math.max(1, Math.min(limit, MOST)));
    }
}
