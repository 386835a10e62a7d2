package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsException;
import org.springframework.jms.UncategorizedJmsException;
import upvest.gateway.WrongSetting;
import upvest.gateway.delivery.Dispatch.Manner;

/**
 * One dispatcher: takes the deliveries that wait in one queue and carries them through the trunk, several in one
 * transaction, and one by one when that fails. What is not an event's fault, such as a ledger that is away, is waited for.
 */
final class DispatchWorker implements Runnable {
    private static final int MOST = 16;
    /** A broker that is full lets its clients wait without end. */
    private static final Duration LONGEST_SEND = Duration.ofSeconds(5);

    private static final String FULL = "the broker takes no more messages: is a queue or its disk full?";
    private static final Duration LOOK = Duration.ofMillis(500);
    /** After so many failures of the trunk with a delivery alone, it is set aside uncut. */
    private static final int ATTEMPTS = 3;

    private final InboxLine.Opener lines;
    private final String queue;
    private final Dispatch dispatch;
    private final Trunk trunk;
    private final DispatchState state;
    private final Duration longest;
    private final Map<UUID, EventLimit.Hang> givenUp;
    private final Backoff pause;
    private final Map<UUID, Integer> failures = new HashMap<>();
    private volatile boolean stopped;
    private volatile boolean blocked;
    private volatile @Nullable EventLimit limit;
    private volatile @Nullable InboxLine line;
    private volatile Dispatch.@Nullable Turn inHand;
    private int most = MOST;
    private Manner manner = Manner.HOPEFUL;

    /**
     * @param lines opens one for this dispatcher alone
     * @param queue the inbox, or a part of it
     * @param longest time of one event in its route
     * @param givenUp events that have held up a thread for ever
     */
    DispatchWorker(
            InboxLine.Opener lines,
            String queue,
            Dispatch dispatch,
            Trunk trunk,
            DispatchState state,
            Duration longest,
            Map<UUID, EventLimit.Hang> givenUp) {
        this.lines = lines;
        this.queue = queue;
        this.dispatch = dispatch;
        this.trunk = trunk;
        this.state = state;
        this.longest = longest;
        this.givenUp = givenUp;
        this.pause = new Backoff(state, this);
    }

    @Override
    public void run() {
        limit = new EventLimit(longest, givenUp);
        while (!stopped) {
            try (InboxLine open = lines.open(queue)) {
                line = open;
                while (!stopped) {
                    turn(open);
                }
            } catch (JMSException | JmsException e) {
                most = 1; // what does not fit into a full queue may do so alone
                waits(blocked ? FULL : "the broker cannot be reached: " + Causes.told(e));
                blocked = false;
            } catch (RuntimeException e) {
                waits(
                        e instanceof WrongSetting
                                ? String.valueOf(e.getMessage())
                                : "the dispatcher failed: " + Causes.told(e));
            }
        }
        state.works(this);
    }

    private void turn(InboxLine open) throws JMSException {
        if (waitsForTrunk()) {
            return;
        }
        List<StoredDelivery> taken = open.take(most, LOOK);
        if (taken.isEmpty()) {
            state.works(this);
            return;
        }
        if (!trunk.missing().isEmpty()) { // stopped while it looked
            open.rollback();
            return;
        }
        state.inHand(taken.size());
        try {
            dispatch(open, taken);
        } catch (Exception | StackOverflowError | LinkageError e) {
            if (Causes.areBrokers(e)) {
                throw new UncategorizedJmsException(
                        Causes.told(e), e); // what this line has taken waits in the inbox again
            }
            open.rollback();
            failed(taken, e);
        } finally {
            state.inHand(-taken.size());
        }
    }

    private boolean waitsForTrunk() {
        String missing = trunk.missing();
        if (!missing.isEmpty()) {
            waits("these routes of the trunk do not run: " + missing);
        }
        return !missing.isEmpty();
    }

    private void dispatch(InboxLine open, List<StoredDelivery> taken) throws Exception {
        try (Dispatch.Turn turn = dispatch.enter(taken)) {
            inHand = turn;
            if (dispatch.run(open, taken, manner, Objects.requireNonNull(limit))) {
                taken.forEach(delivery -> failures.remove(delivery.claimId()));
                hopeful();
            } else {
                open.rollback();
                manner = Manner.EXACT;
                most = Math.max(1, taken.size() / 2);
            }
        }
    }

    private void hopeful() {
        manner = Manner.HOPEFUL;
        most = Math.min(2 * most, MOST);
        pause.end();
    }

    private void failed(List<StoredDelivery> taken, Throwable why) {
        most = 1;
        manner = Manner.EXACT;
        if (Causes.areOutside(why)) {
            Throwable now = why;
            while (!stopped && now != null) { // each delivery that is given back counts at the broker: none in vain
                waits("the ledger cannot be reached: " + Causes.told(now));
                now = dispatch.ledgerFailure();
            }
            return;
        }
        if (taken.size() == 1 && failures.merge(taken.get(0).claimId(), 1, Integer::sum) >= ATTEMPTS) {
            manner = Manner.WHOLE;
        }
        waits("the trunk failed with delivery " + taken.get(0).deliveryId() + ": " + Causes.told(why));
    }

    private void waits(String why) {
        try {
            pause.take(why);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    /** Ends an event that takes too long; true when the thread does not even end then and must be replaced. */
    boolean look() {
        EventLimit watched = limit;
        if (watched == null) {
            return false;
        }
        watched.look();
        if (watched.sendsFor(LONGEST_SEND)) {
            blocked = true;
            cut();
        }
        return watched.stuck();
    }

    /** Lets go of the thread, wherever it is: what it has taken waits in the inbox again. */
    void giveUp() {
        stopped = true;
        EventLimit watched = limit;
        if (watched != null) {
            watched.giveUp();
        }
        Dispatch.Turn turn = inHand;
        if (turn != null) {
            turn.close();
        }
        cut();
    }

    /** No further turn. */
    void stop() {
        stopped = true;
    }

    /** Ends every wait for the broker. */
    void cut() {
        InboxLine open = line;
        if (open != null) {
            open.cut();
        }
    }
}
