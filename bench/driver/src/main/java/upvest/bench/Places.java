package upvest.bench;

import java.nio.file.Path;

/** Where things are. */
final class Places {
    /** The checkout. */
    static final Path ROOT =
            Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();

    static final Path BENCH = ROOT.resolve("bench");

    /** Everything a run writes but its results; on the same file system for all peers. */
    static final Path WORK = BENCH.resolve("target/work");

    static final Path RESULTS = BENCH.resolve("results");

    private Places() {}
}
