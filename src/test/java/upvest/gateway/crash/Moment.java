package upvest.gateway.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** When a process is killed. */
enum Moment {
    /** While deliveries are under way, wherever they are. */
    ANY,
    /** While it starts after an earlier kill. */
    AT_START,
    /** The inbox has the delivery, the sender has no answer. */
    BEFORE_THE_ANSWER,
    BETWEEN_SENDS,
    BEFORE_THE_LEDGERS_COMMIT,
    BETWEEN_THE_COMMITS,
    AFTER_THE_BROKERS_COMMIT;

    private static final List<Moment> MARKED = List.of(
            BEFORE_THE_ANSWER, BETWEEN_SENDS, BEFORE_THE_LEDGERS_COMMIT, BETWEEN_THE_COMMITS, AFTER_THE_BROKERS_COMMIT);

    boolean marked() {
        return MARKED.contains(this);
    }

    /** Each moment, shuffled; then, without end, as many unmarked as marked ones. */
    static Iterator<Moment> plan(Random random) {
        List<Moment> next = new ArrayList<>(MARKED);
        next.addAll(List.of(ANY, AT_START));
        Collections.shuffle(next, random);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Moment next() {
                if (next.isEmpty()) {
                    next.addAll(MARKED);
                    next.addAll(List.of(ANY, ANY, ANY, AT_START));
                    Collections.shuffle(next, random);
                }
                return next.remove(0);
            }
        };
    }
}
