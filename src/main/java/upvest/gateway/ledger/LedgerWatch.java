package upvest.gateway.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import upvest.gateway.Background;

/** How large the ledger is and how new, asked now and then on a thread of its own; not a number while it does not answer. */
final class LedgerWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(30);
    /** Counting would read pages for all that is not committed: the estimate counts that as well. The size is the file's. */
    private static final String H2 =
            """
            SELECT (SELECT row_count_estimate FROM information_schema.tables WHERE table_name = 'ledger'),
                (SELECT MAX(received_at) FROM ledger), CAST(setting_value AS BIGINT)
            FROM information_schema.settings WHERE setting_name = 'info.FILE_SIZE'""";
    /** Counting would read the table: its own estimate will do. The size is that of the table and its indexes. */
    private static final String POSTGRESQL =
            """
            SELECT GREATEST(reltuples, 0), (SELECT MAX(received_at) FROM ledger), pg_total_relation_size(oid)
            FROM pg_class WHERE oid = CAST('ledger' AS regclass)""";

    private final JdbcTemplate reads;
    private final String question;
    private final int timeoutSeconds;
    private final ScheduledExecutorService worker = Background.worker("ledger-watch");
    private volatile Told told = Told.NOTHING;

    private record Told(double events, double newest, double bytes) {
        private static final Told NOTHING = new Told(Double.NaN, Double.NaN, Double.NaN);

        static Told read(ResultSet row, int number) throws SQLException {
            OffsetDateTime newest = row.getObject(2, OffsetDateTime.class);
            return new Told(row.getDouble(1), newest == null ? Double.NaN : newest.toEpochSecond(), row.getDouble(3));
        }
    }

    LedgerWatch(DataSource ledger, boolean h2, Duration timeout, MeterRegistry registry) {
        this.reads = new JdbcTemplate(ledger);
        this.question = h2 ? H2 : POSTGRESQL;
        this.timeoutSeconds = Math.max(1, (int) timeout.toSeconds());
        gauge(registry, "upvest.ledger.events", "Events in the ledger", null, Told::events);
        gauge(
                registry,
                "upvest.ledger.newest",
                "When the newest event was received, Unix time",
                "seconds",
                Told::newest);
        gauge(registry, "upvest.ledger.size", "Size of the ledger on disk", "bytes", Told::bytes);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            @Nullable String unit,
            ToDoubleFunction<Told> value) {
        Gauge.builder(name, this, watch -> value.applyAsDouble(watch.told))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    @EventListener
    void start(ApplicationReadyEvent event) {
        var unused = worker.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            told = Objects.requireNonNull(reads.query(
                            connection -> {
                                connection.setNetworkTimeout(Runnable::run, 1000 * (timeoutSeconds + 1));
                                PreparedStatement statement = connection.prepareStatement(question);
                                statement.setQueryTimeout(timeoutSeconds);
                                return statement;
                            },
                            Told::read)
                    .get(0));
        } catch (DataAccessException e) { // asked again soon; what is thrown on would be the last time
            told = Told.NOTHING;
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
