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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.ledger.AcceptedDelivery;
import upvest.gateway.ledger.Completeness;
import upvest.gateway.ledger.EmbeddedCompleteness;
import upvest.gateway.ledger.EmbeddedLedger;
import upvest.gateway.ledger.EmbeddedSearch;
import upvest.gateway.ledger.JdbcCompleteness;
import upvest.gateway.ledger.JdbcLedger;
import upvest.gateway.ledger.JdbcSearch;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.LedgerStore;
import upvest.gateway.ledger.Search;

/** {@code bench/ledger}. */
@Command(
        name = "bench/ledger",
        description = {
            "How long it takes to find something in a large ledger, and to enter a delivery.",
            "",
            "A claim of 100 events is entered in turn into a large ledger and into one that was empty: into the embedded one,"
                    + " forced to the disk each time, and into PostgreSQL."
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

    @Option(names = "--no-postgres", description = "The embedded one only.")
    private boolean noPostgres;

    private final Progress progress = new Progress();
    private final Random random = new Random(1);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LedgerCommand()).execute(arguments));
    }

    /** A ledger with what finds in it. */
    private record Subject(Ledger ledger, Search search, Completeness completeness) {
        static Subject of(LedgerStore store) {
            return new Subject(
                    new EmbeddedLedger(store), new EmbeddedSearch(store, PATIENCE), new EmbeddedCompleteness(store));
        }

        static Subject of(DataSource source) {
            return new Subject(
                    new JdbcLedger(new DataSourceTransactionManager(source), PATIENCE),
                    new JdbcSearch(source, PATIENCE),
                    new JdbcCompleteness(source, PATIENCE));
        }
    }

    @Override
    public Integer call() throws Exception {
        Path large = Places.BENCH.resolve("target/ledger-embedded-" + rows);
        LedgerFill.embedded(large, rows, progress);
        try (LedgerStore empty = new LedgerStore(Server.freshFolder("empty-ledger"));
                LedgerStore full = new LedgerStore(large)) {
            measure("embedded", Subject.of(empty), Subject.of(full));
        }
        if (!noPostgres) {
            try (LedgerFill.Postgres postgres = new LedgerFill.Postgres()) {
                postgres.fill("empty", 0, progress);
                postgres.fill("full", rows, progress);
                try (SingleConnectionDataSource empty = connect(postgres.url("empty"));
                        SingleConnectionDataSource full = connect(postgres.url("full"))) {
                    measure("PostgreSQL", Subject.of(empty), Subject.of(full));
                }
            }
        }
        return 0;
    }

    private static SingleConnectionDataSource connect(String url) {
        return new SingleConnectionDataSource(url, "postgres", "", true);
    }

    private void measure(String name, Subject empty, Subject full) {
        System.out.printf(
                "%n| %s, %,d rows | median ms | 90 %% ms | most ms |%n| --- | ---: | ---: | ---: |%n", name, rows);
        claim(empty.ledger, full.ledger);
        find(full);
    }

    private void claim(Ledger empty, Ledger full) {
        double[] before = new double[claims];
        double[] after = new double[claims];
        for (int i = -claims / 10; i < claims; i++) { // the first ones warm up
            double first = millis(() -> enter(empty));
            double second = millis(() -> enter(full));
            if (i >= 0) {
                before[i] = first;
                after[i] = second;
            }
        }
        print("claim of 100, a ledger that was empty", before);
        print("claim of 100", after);
    }

    private static void enter(Ledger ledger) {
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
        ledger.enter(
                List.of(new Ledger.Claim(new AcceptedDelivery(claim, claim, null, now, EVENTS), entries, Map.of())));
    }

    private void find(Subject full) {
        PastEvents past = new PastEvents(rows);
        Search search = full.search;
        Completeness completeness = full.completeness;
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
