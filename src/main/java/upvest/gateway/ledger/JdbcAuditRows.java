package upvest.gateway.ledger;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** In the ledger's PostgreSQL. */
public final class JdbcAuditRows implements AuditRows {
    private final JdbcTemplate rows;

    /** @param ledger whose connections commit each statement */
    public JdbcAuditRows(DataSource ledger) {
        this.rows = new JdbcTemplate(ledger);
    }

    @Override
    public void add(AuditRow row) {
        rows.update(
                "INSERT INTO audit (at, who, action, arguments, dry_run, how_many, outcome)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row.at().atOffset(ZoneOffset.UTC),
                row.who(),
                row.action(),
                row.arguments(),
                row.dryRun(),
                row.howMany(),
                row.outcome());
    }

    @Override
    public List<AuditRow> newest(int atMost) {
        return rows.query(
                "SELECT number, at, who, action, arguments, dry_run, how_many, outcome"
                        + " FROM audit ORDER BY number DESC LIMIT ?",
                (row, index) -> new AuditRow(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getBoolean(6),
                        row.getLong(7),
                        row.getString(8)),
                atMost);
    }
}
