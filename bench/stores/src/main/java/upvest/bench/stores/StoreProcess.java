package upvest.bench.stores;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** One store in a process of its own, told line by line what to do; answers each line with one. */
final class StoreProcess {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PAST = Duration.ofDays(90);
    private static final Duration BETWEEN = Duration.ofMillis(10);
    private static final int CHUNK = 20;
    private static final int PAGE = 100;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Store store;
    private final long past;
    private final Path counter;
    private final Random random = new Random(1);
    private long next;

    /** @param past claims of the last ninety days; those after them come one after the other */
    private StoreProcess(Store store, long past, Path counter) throws Exception {
        this.store = store;
        this.past = past;
        this.counter = counter;
        this.next = Files.exists(counter) ? Long.parseLong(Files.readString(counter)) : 0;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        long start = System.nanoTime();
        try (Store store = Stores.valueOf(arguments[0]).open(folder)) {
            System.out.printf(Locale.ROOT, "open %.0f%n", millis(start));
            StoreProcess process = new StoreProcess(store, Long.parseLong(arguments[2]), folder.resolve("next"));
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(process.answer(line.split(" ")));
            }
            System.exit(0); // H2 is closed as the others are: not at all
        }
    }

    private String answer(String[] line) throws Exception {
        return switch (line[0]) {
            case "fill" -> fill();
            case "round" -> round(Integer.parseInt(line[1]), Integer.parseInt(line[2]));
            case "search" -> search();
            case "forget" -> forget(Integer.parseInt(line[1]));
            case "commits" -> commits(Integer.parseInt(line[1]), Long.parseLong(line[2]));
            case "verify" -> verify(Integer.parseInt(line[1]), Long.parseLong(line[2]));
            default -> throw new IllegalArgumentException(line[0]);
        };
    }

    private Claim claim(long number) {
        return Claim.number(
                number,
                number < past
                        ? BEGIN.plusMillis((long) ((double) number / past * PAST.toMillis()))
                        : BEGIN.plus(PAST).plus(BETWEEN.multipliedBy(number - past)));
    }

    private List<Claim> claims(long from, int count) {
        return LongStream.range(from, from + count).mapToObj(this::claim).toList();
    }

    private String fill() throws Exception {
        for (; next < past; next += CHUNK) {
            store.fill(claims(next, CHUNK));
        }
        store.settle();
        Files.writeString(counter, Long.toString(next));
        return "filled " + next;
    }

    /** CPU for an event in us, commits' median and 99 % in ms, events/s. */
    private String round(int batch, int count) throws Exception {
        List<List<Claim>> batches = new ArrayList<>();
        for (int i = 0; i < count; i += batch, next += batch) {
            batches.add(claims(next, batch));
        }
        store.settle();
        System.gc();
        double[] commits = new double[batches.size()];
        long cpu = PROCESS.getProcessCpuTime();
        long begin = System.nanoTime();
        for (int i = 0; i < commits.length; i++) {
            long start = System.nanoTime();
            if (store.enter(batches.get(i)).size() != batch * Claim.EVENTS) {
                throw new IllegalStateException("not all were granted");
            }
            commits[i] = millis(start);
        }
        double seconds = millis(begin) / 1000;
        store.settle();
        double events = (double) count * Claim.EVENTS;
        double used = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / events;
        Files.writeString(counter, Long.toString(next));
        Arrays.sort(commits);
        return "round %.2f %.3f %.3f %.0f"
                .formatted(used, commits[commits.length / 2], commits[commits.length * 99 / 100], events / seconds);
    }

    /** Medians of searches at random places, in ms. */
    private String search() throws Exception {
        List<String> told = new ArrayList<>();
        told.add(time("event", () -> store.owner(somewhere().rows().get(7).event())));
        told.add(time("delivery", () -> store.ofDelivery(somewhere().delivery())));
        told.add(time("object", () -> store.about(somewhere().rows().get(7).object())));
        told.add(time("page by time", () -> store.page(somewhere().receivedAt(), null, PAGE)));
        told.add(time("page of a type", () -> store.page(somewhere().receivedAt(), "ACCOUNT.TYPE_7", PAGE)));
        told.add(time("sums of an hour", () -> {
            Instant from = somewhere().receivedAt();
            return store.sums(from, from.plus(Duration.ofHours(1)));
        }));
        told.add(time("last delivery", () -> store.last(somewhere().subscription())));
        return "search " + String.join(", ", told);
    }

    private Claim somewhere() {
        return claim(random.nextLong(Math.max(1, past == 0 ? next : past)));
    }

    private static String time(String name, Callable<Object> search) throws Exception {
        double[] taken = new double[60];
        for (int i = 0; i < taken.length; i++) {
            long start = System.nanoTime();
            Object found = search.call();
            taken[i] = millis(start);
            if (found == null || found.equals(0)) {
                throw new IllegalStateException("nothing found: " + name);
            }
        }
        Arrays.sort(taken);
        return "%s %.2f".formatted(name, taken[taken.length / 2]);
    }

    /** CPU for an event in us, median and longest step in ms. */
    private String forget(int steps) throws Exception {
        double[] taken = new double[steps];
        long cpu = PROCESS.getProcessCpuTime();
        double events = 0;
        for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            events += store.forget(BEGIN.plus(PAST.multipliedBy(2)));
            taken[i] = millis(start);
        }
        store.settle();
        Arrays.sort(taken);
        return "forget %.2f %.2f %.2f"
                .formatted((PROCESS.getProcessCpuTime() - cpu) / 1e3 / events, taken[steps / 2], taken[steps - 1]);
    }

    /** Commits until the process is killed, and tells the number of each commit when it has returned. */
    private String commits(int batch, long from) throws Exception {
        for (long commit = from; ; commit++) {
            store.enter(claims(commit * batch, batch));
            System.out.println(commit);
        }
    }

    /** What returned must be there; of what did not, all or nothing. Tells the first commit that is not there. */
    private String verify(int batch, long returned) throws Exception {
        for (long commit = Math.max(0, returned - 200); commit < returned; commit++) {
            if (present(batch, commit) != batch * Claim.EVENTS) {
                return "LOST commit " + commit;
            }
        }
        long first = returned;
        for (long commit = returned; commit < returned + 2; commit++) {
            int present = present(batch, commit);
            if (present != 0 && present != batch * Claim.EVENTS) {
                return "TORN commit " + commit + ": " + present + " events";
            }
            first = present > 0 ? commit + 1 : first;
        }
        return "verified " + first;
    }

    private int present(int batch, long commit) throws Exception {
        int present = 0;
        for (Claim claim : claims(commit * batch, batch)) {
            int own = 0;
            Set<String> objects = claim.rows().stream().map(Claim.Row::object).collect(Collectors.toSet());
            for (Claim.Row row : claim.rows()) {
                UUID owner = store.owner(row.event());
                own += claim.id().equals(owner) ? 1 : 0;
            }
            present += own;
            if (own > 0
                    && (own != store.ofDelivery(claim.delivery())
                            || store.about(objects.iterator().next()) == 0)) {
                return -1; // an index lacks what the rows have
            }
        }
        return present;
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
