package upvest.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All peers run at the same time and take turns: A B C, A B C, so that what disturbs the machine disturbs all. */
final class Contest {
    private final Results results;
    private final Progress progress;
    private final int rounds;
    private final double seconds;
    private final WarmUp warmUp;

    /**
     * How long to measure.
     *
     * @param seconds of one round
     * @param warmUp before a peer's first scenario; a quarter of it before each later one
     */
    Contest(Results results, Progress progress, int rounds, double seconds, WarmUp warmUp) {
        this.results = results;
        this.progress = progress;
        this.rounds = rounds;
        this.seconds = seconds;
        this.warmUp = warmUp;
    }

    void run(List<Peer> peers, List<Scenario> scenarios, boolean consumers) throws Exception {
        if (scenarios.isEmpty()) {
            return;
        }
        List<Contender> contenders = new ArrayList<>();
        try (Load load = new Load()) {
            for (Peer peer : peers) {
                join(contenders, load, peer, consumers);
            }
            WarmUp warm = warmUp;
            for (Scenario scenario : scenarios) {
                measure(contenders, scenario, warm);
                warm = warmUp.quarter();
            }
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
    }

    /** One that is not to be had here does not keep the others from it, and is told. */
    private void join(List<Contender> contenders, Load load, Peer peer, boolean consumers) throws Exception {
        String missing = peer.missing();
        try {
            if (missing == null) {
                contenders.add(Contender.of(load, start(peer, Peer.StartOptions.DEFAULT), consumers, ""));
            }
        } catch (IOException e) {
            missing = e.getMessage();
        }
        if (missing != null) {
            results.skipped().put(peer.name(), missing);
            progress.say("%s is skipped: %s", peer.name(), missing);
        }
    }

    /** Starts a server and notes how long that took. */
    Server start(Peer peer, Peer.StartOptions options) throws Exception {
        progress.say("%s starts", peer.name());
        peer.prepare();
        Server server = Server.start(peer, options);
        results.started(peer.name(), server.readySeconds());
        progress.say("%s is ready after %.1f s", peer.name(), server.readySeconds());
        return server;
    }

    /** Warms each contender up, then gives all of them their rounds in turn. */
    void measure(List<Contender> contenders, Scenario scenario, WarmUp warm) throws Exception {
        for (Contender contender : contenders) {
            progress.say(
                    "%s  %s  warms up",
                    scenario.name(), contender.server().peer().name());
            results.runs().addAll(contender.warmUp(scenario, warm));
        }
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Run run = contender.round(scenario, round, seconds);
                results.runs().add(run);
                progress.say(
                        "%s  round %d of %d  %s%s  %.0f events/s, p50 %.2f ms, p99 %.1f ms%s",
                        run.scenario(),
                        round,
                        rounds,
                        run.peer(),
                        run.state().isEmpty() ? "" : " (" + run.state() + ")",
                        run.eventsPerSecond(),
                        run.p50Millis(),
                        run.p99Millis(),
                        run.complete()
                                ? ""
                                : "  INCOMPLETE: answers " + run.answers() + ", arrived " + run.arrived() + " of "
                                        + run.events() + ", astray " + run.astray());
            }
        }
    }
}
