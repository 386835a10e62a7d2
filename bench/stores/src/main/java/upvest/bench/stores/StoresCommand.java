package upvest.bench.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/stores/run}. */
@Command(
        name = "bench/stores/run",
        description = "Compares stores for the embedded ledger, each in a process of its own, in turn.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StoresCommand {
    private static final int WARM_CLAIMS = 400;
    private static final int SYNCED_COMMITS = 20;

    @Option(
            names = "--stores",
            split = ",",
            description = "Which; default: all of ${COMPLETION-CANDIDATES}.",
            scope = CommandLine.ScopeType.INHERIT)
    private List<Stores> stores = List.of(Stores.values());

    @Option(
            names = "--folder",
            defaultValue = "bench/stores/target/work",
            description = "Where the stores are; default: ${DEFAULT-VALUE}.",
            scope = CommandLine.ScopeType.INHERIT)
    private Path folder;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StoresCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Command(
            description =
                    "CPU, time, size and searches, empty or with a past of ninety days that is kept for the next run.")
    void measure(
            @Option(names = "--rows", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.") long rows,
            @Option(names = "--rounds", defaultValue = "6", description = "Default: ${DEFAULT-VALUE}.") int rounds,
            @Option(names = "--claims", defaultValue = "800", description = "In a round; default: ${DEFAULT-VALUE}.")
                    int claims)
            throws IOException {
        Map<Stores, Child> children = new LinkedHashMap<>();
        for (Stores store : stores) {
            Path home = folder.resolve(store + "-" + rows);
            if (rows == 0) {
                Child.delete(home);
            }
            long start = System.nanoTime();
            try (Child filling = new Child(store, home, rows / Claim.EVENTS)) {
                filling.ask("fill");
            }
            System.err.printf("%s filled in %.0f s%n", store, (System.nanoTime() - start) / 1e9);
            children.put(store, new Child(store, home, rows / Claim.EVENTS));
        }
        Map<String, List<double[]>> results = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (int batch : new int[] {1, 8}) {
                for (Map.Entry<Stores, Child> child : children.entrySet()) {
                    String[] told = child.getValue().ask("round " + batch + " " + (round < 0 ? WARM_CLAIMS : claims));
                    if (round >= 0) {
                        results.computeIfAbsent(child.getKey() + " x" + batch, name -> new ArrayList<>())
                                .add(Arrays.stream(told)
                                        .skip(1)
                                        .mapToDouble(Double::parseDouble)
                                        .toArray());
                    }
                }
            }
        }
        print(rows, results);
        after(rows, children);
    }

    private static void print(long rows, Map<String, List<double[]>> results) {
        System.out.printf(
                "%n| %,d rows before | CPU us/event, median | mean | commit ms, median | 99 %% | events/s |%n"
                        + "| --- | ---: | ---: | ---: | ---: | ---: |%n",
                rows);
        results.forEach((name, told) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %.1f | %,.0f |%n",
                name,
                median(told, 0),
                told.stream().mapToDouble(each -> each[0]).average().orElseThrow(),
                median(told, 1),
                median(told, 2),
                median(told, 3)));
    }

    private static double median(List<double[]> told, int column) {
        double[] sorted =
                told.stream().mapToDouble(each -> each[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void after(long rows, Map<Stores, Child> children) throws IOException {
        System.out.println("\n| | MB | rows | open ms | searches, median ms | retention: us/event, step ms, longest |"
                + "\n| --- | ---: | ---: | ---: | --- | --- |");
        for (Map.Entry<Stores, Child> child : children.entrySet()) {
            Path home = folder.resolve(child.getKey() + "-" + rows);
            long all = Long.parseLong(Files.readString(home.resolve("next"))) * Claim.EVENTS;
            String searches = String.join(" ", child.getValue().ask("search")).substring("search ".length());
            double size = Child.megabytes(home);
            child.getValue().kill();
            try (Child again = new Child(child.getKey(), home, rows / Claim.EVENTS)) {
                String forget = rows == 0 ? String.join(" ", again.ask("forget 100")) : "";
                System.out.printf(
                        "| %s | %.0f | %,d | %.0f | %s | %s |%n",
                        child.getKey(), size, all, again.openMillis, searches, forget);
            }
        }
    }

    @Command(description = "Kills each store's process in its commits, again and again: nothing is lost, nothing torn.")
    void kill(
            @Option(names = "--kills", defaultValue = "30", description = "Default: ${DEFAULT-VALUE}.") int kills,
            @Option(names = "--batch", defaultValue = "8", description = "Claims in a commit.") int batch)
            throws Exception {
        Random random = new Random();
        for (Stores store : stores) {
            Path home = folder.resolve(store + "-kill");
            Child.delete(home);
            long returned = 0;
            int unheard = 0;
            for (int i = 0; i < kills; i++) {
                returned = killed(store, home, batch, returned, random.nextInt(20, 1500));
                String verified;
                try (Child child = new Child(store, home, 0)) {
                    verified = String.join(" ", child.ask("verify " + batch + " " + returned));
                }
                if (!verified.startsWith("verified")) {
                    throw new IllegalStateException(store + ": " + verified + " after " + returned);
                }
                long first = Long.parseLong(verified.substring("verified ".length()));
                unheard += first > returned ? 1 : 0;
                returned = first;
            }
            System.out.printf(
                    "%s: %d kills, %d commits of %d claims, none lost, none torn; %d were whole whose return was not heard%n",
                    store, kills, returned, batch, unheard);
        }
    }

    private static long killed(Stores store, Path home, int batch, long from, int after) throws IOException {
        Child child = new Child(store, home, 0);
        child.tell("commits " + batch + " " + from);
        long returned = from;
        for (String line = child.line(); line != null; line = child.line()) {
            if (returned == from) {
                CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS).execute(child::kill);
            }
            returned = Long.parseLong(line) + 1;
        }
        return returned;
    }

    @Command(description = "Fills the disk under each store: give a folder on a small file system of its own.")
    void full() throws IOException {
        for (Stores store : stores) {
            Path home = folder.resolve(store + "-full");
            Child.delete(home);
            Files.createDirectories(folder);
            long half = Files.getFileStore(folder).getTotalSpace() / 2;
            Path ballast = Files.write(folder.resolve("ballast"), new byte[Math.toIntExact(half)]);
            long returned = 0;
            for (int i = 0; i < 3; i++) { // full, opened while it is full, and once more
                returned = filled(store, home, returned);
            }
            Files.delete(ballast);
            try (Child child = new Child(store, home, 0)) {
                System.out.printf(
                        "%s: full after %d commits; with room again: %s, %s%n",
                        store,
                        returned,
                        String.join(" ", child.ask("verify 1 " + returned)),
                        String.join(" ", child.ask("round 1 10")));
            }
            Child.delete(home);
        }
    }

    /** Commits until the process ends by itself: no store is asked to go on after an error. */
    private static long filled(Stores store, Path home, long from) {
        long returned = from;
        try {
            Child child = new Child(store, home, 0);
            child.tell("commits 1 " + from);
            for (String line = child.line(); line != null; line = child.line()) {
                returned = Long.parseLong(line) + 1;
            }
            child.kill();
        } catch (IOException e) {
            System.out.printf("%s: does not open while the disk is full%n", store);
        }
        return returned;
    }

    @Command(description = "Looks with strace whether each commit is forced to the disk before it returns.")
    void syncs() throws IOException {
        for (Stores store : stores) {
            Path home = folder.resolve(store + "-syncs");
            Path trace = folder.resolve(store + ".strace");
            Child.delete(home);
            Child child = new Child(
                    store,
                    home,
                    0,
                    "strace",
                    "-f",
                    "-qq",
                    "-e",
                    "trace=fsync,fdatasync,write",
                    "-e",
                    "signal=none",
                    "-o",
                    trace.toString());
            child.tell("commits 1 0");
            for (int i = 0; i < SYNCED_COMMITS; i++) {
                child.line();
            }
            child.kill();
            int syncs = 0;
            List<Integer> before = new ArrayList<>();
            for (String call : Files.readAllLines(trace)) {
                if (call.matches(".*write\\(1, \"\\d.*")) { // the number of a commit that returned
                    before.add(syncs);
                    syncs = 0;
                } else if (call.contains("sync(") && !call.contains("unfinished") || call.contains("sync resumed")) {
                    syncs++;
                }
            }
            System.out.printf("%s: syncs before each return: %s%n", store, before.subList(2, before.size()));
        }
    }
}
