package upvest.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.ledger.AcceptedDeliveries;
import upvest.gateway.ledger.AcceptedDelivery;
import upvest.gateway.ledger.Completeness;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.Search;

/** {@code bench/ledger}. */
@Command(
        name = "bench/ledger",
        description = {
            "How long it takes to find something in a large ledger, and what that costs a claim.",
            "",
            "A claim of 100 events is timed in turn on a ledger with the primary key and one index, as it was before events"
                    + " could be found, and on one with all indexes, with the row of its delivery. On H2 with the cache of"
                    + " a heap of 256 MB, and on PostgreSQL."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LedgerCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final int EVENTS = 100;
    private static final int PAGE = 100;

    @Option(names = "--rows", defaultValue = "10000000", description = "Rows in the ledger; default: ${DEFAULT-VALUE}.")
    private long rows;

    @Option(names = "--claims", defaultValue = "300", description = "Of each ledger; default: ${DEFAULT-VALUE}.")
    private int claims;

    @Option(names = "--searches", defaultValue = "100", description = "Of each kind; default: ${DEFAULT-VALUE}.")
    private int searches;

    @Option(names = "--no-postgres", description = "H2 only.")
    private boolean noPostgres;

    private final Progress progress = new Progress();
    private final Random random = new Random(1);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LedgerCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path ids = Places.BENCH.resolve("target/ledger-h2-ids-" + rows);
        Path full = Places.BENCH.resolve("target/ledger-h2-" + rows);
        LedgerFill.h2(ids, rows, LedgerFill.SEARCHED, progress);
        LedgerFill.h2(full, rows, List.of(), progress);
        try (SingleConnectionDataSource before = connect(LedgerFill.url(ids), "");
                SingleConnectionDataSource now = connect(LedgerFill.url(full), "")) {
            measure("H2", before, now);
        }
        if (!noPostgres) {
            try (LedgerFill.Postgres postgres = new LedgerFill.Postgres()) {
                postgres.fill("empty", rows, LedgerFill.SEARCHED, progress);
                postgres.fill("full", rows, List.of(), progress);
                try (SingleConnectionDataSource before = connect(postgres.url("empty"), "postgres");
                        SingleConnectionDataSource now = connect(postgres.url("full"), "postgres")) {
                    measure("PostgreSQL", before, now);
                }
            }
        }
        return 0;
    }

    private static SingleConnectionDataSource connect(String url, String user) {
        return new SingleConnectionDataSource(url, user, "", true);
    }

    private void measure(String name, DataSource before, DataSource now) {
        System.out.printf(
                "%n| %s, %,d rows | median ms | 90 %% ms | most ms |%n| --- | ---: | ---: | ---: |%n", name, rows);
        claim(before, now);
        find(now);
    }

    private void claim(DataSource before, DataSource now) {
        Claimer ids = new Claimer(before, false);
        Claimer all = new Claimer(now, true);
        double[] without = new double[claims];
        double[] with = new double[claims];
        for (int i = -claims / 10; i < claims; i++) { // the first ones warm up
            double first = millis(ids::claim);
            double second = millis(all::claim);
            if (i >= 0) {
                without[i] = first;
                with[i] = second;
            }
        }
        print("claim of 100, found by id only", without);
        print("claim of 100, all indexes and the delivery's row", with);
    }

    /** Claims new events and commits. */
    private record Claimer(
            Ledger ledger, AcceptedDeliveries deliveries, TransactionTemplate transaction, boolean rows) {
        Claimer(DataSource source, boolean rows) {
            this(
                    new Ledger(source, source, PATIENCE),
                    new AcceptedDeliveries(source, PATIENCE),
                    new TransactionTemplate(new DataSourceTransactionManager(source)),
                    rows);
        }

        void claim() {
            UUID claim = UUID.randomUUID();
            Instant now = Instant.now();
            List<Ledger.Entry> entries = Stream.generate(() -> new Ledger.Entry(
                            UUID.randomUUID(),
                            claim,
                            "ORDER.TYPE_" + now.getNano() / 1000 % 50,
                            UUID.randomUUID().toString(),
                            now,
                            now,
                            "upvest.orders"))
                    .limit(EVENTS)
                    .toList();
            transaction.executeWithoutResult(status -> {
                ledger.claim(claim, entries);
                if (rows) {
                    deliveries.enter(new AcceptedDelivery(claim, claim, null, now, EVENTS), Map.of());
                }
            });
        }
    }

    private void find(DataSource now) {
        PastEvents past = new PastEvents(rows);
        Search search = new Search(now, PATIENCE);
        Completeness completeness = new Completeness(now, PATIENCE);
        time("an event by its id", () -> search.event(past.event(row())));
        time("the events of a delivery", () -> search.eventsOf(past.delivery(row()), PAGE));
        time("the events about an object", () -> search.about(past.object(row()), PAGE));
        time("a page of 100 by time", () -> page(search, past, null, null));
        time("a page of 100 of one type", () -> page(search, past, "ORDER.TYPE_7", null));
        time("a page of a rare type", () -> page(search, past, PastEvents.RARE_TYPE, null));
        time("a page of 100 of one channel", () -> page(search, past, null, "upvest.orders"));
        time("a rare channel, one day", () -> {
            Instant since = past.received(row());
            search.find(wanted(since, since.plus(Duration.ofDays(1)), null, PastEvents.RARE_CHANNEL), PAGE);
        });
        time("received and outcomes of an hour", () -> {
            Instant since = past.received(row());
            completeness.sum(since, since.plus(Duration.ofHours(1)));
            completeness.gaps(since, since.plus(Duration.ofHours(1)), PAGE);
        });
    }

    private void page(Search search, PastEvents past, String type, String channel) {
        search.find(wanted(past.received(row()), PastEvents.BEGIN.plus(PastEvents.PAST), type, channel), PAGE);
    }

    private static Search.Wanted wanted(Instant since, Instant until, String type, String channel) {
        return new Search.Wanted(Search.Position.before(since), until, type, channel);
    }

    private long row() {
        return (long) (random.nextDouble() * rows);
    }

    private void time(String name, Runnable work) {
        double[] millis = new double[searches];
        for (int i = 0; i < searches; i++) {
            millis[i] = millis(work);
        }
        print(name, millis);
    }

    private static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String name, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                "| %s | %.1f | %.1f | %.1f |%n",
                name, millis[millis.length / 2], millis[millis.length * 9 / 10], millis[millis.length - 1]);
    }
}
