package upvest.bench;

/**
 * How long a server works before it is measured: until Java's compilers rest.
 *
 * @param least seconds, also when they rest earlier
 * @param most seconds, also when they do not rest
 */
record WarmUp(double least, double most) {
    /** Share of the CPU with which Java's compilers rest. */
    private static final double RESTING = 0.05;

    /** For a further scenario. */
    WarmUp quarter() {
        return new WarmUp(least / 4, most / 4);
    }

    /** @param last what was done last */
    boolean over(double elapsed, Run last) {
        return elapsed >= most || (elapsed >= least && last.compilerShare() <= RESTING);
    }
}
