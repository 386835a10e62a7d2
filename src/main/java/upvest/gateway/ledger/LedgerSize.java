package upvest.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** How large the ledger is, without counting its rows one by one. */
public final class LedgerSize {
    private static final String ROWS_H2 = "SELECT count(*) FROM ledger"; // kept by H2, not counted
    private static final String ROWS_POSTGRES =
            "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = CAST('ledger' AS REGCLASS)";
    private static final String BYTES_POSTGRES =
            "SELECT pg_total_relation_size('ledger') + pg_total_relation_size('deliveries')";

    private final JdbcTemplate reads;
    private final Path file;

    LedgerSize(DataSource reads, Path file) {
        this.reads = new JdbcTemplate(reads);
        this.file = file;
    }

    /**
     * A size.
     *
     * @param rows events; PostgreSQL's own estimate, -1 while it has none
     * @param exact whether rows is no estimate
     */
    public record Size(long rows, boolean exact, long bytes) {}

    public Size now() {
        ConnectionCallback<String> product =
                connection -> connection.getMetaData().getDatabaseProductName();
        return "H2".equals(reads.execute(product))
                ? new Size(number(ROWS_H2), true, fileBytes())
                : new Size(number(ROWS_POSTGRES), false, number(BYTES_POSTGRES));
    }

    private long number(String sql) {
        return Objects.requireNonNull(reads.queryForObject(sql, Long.class));
    }

    private long fileBytes() {
        try {
            return Files.exists(file) ? Files.size(file) : 0; // it is elsewhere when the settings name another H2
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
