package upvest.gateway.delivery;

/** What a dispatcher does while something holds it up: it says why, and waits longer each time. */
final class Backoff {
    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private final DispatchState state;
    private final Object dispatcher;
    private long millis = SHORTEST_MILLIS;

    /** @param state where it says so */
    Backoff(DispatchState state, Object dispatcher) {
        this.state = state;
        this.dispatcher = dispatcher;
    }

    void take(String why) throws InterruptedException {
        state.waits(dispatcher, why);
        Thread.sleep(millis);
        millis = Math.min(2 * millis, LONGEST_MILLIS);
    }

    /** Nothing holds it up any more. */
    void end() {
        millis = SHORTEST_MILLIS;
        state.works(dispatcher);
    }
}
