package upvest.gateway.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;
import org.springframework.jms.JmsSecurityException;
import upvest.gateway.Background;
import upvest.gateway.broker.Queues;

/**
 * The threads that empty the inbox, from the start of the routes to just before their end: one for each subscription, so
 * that its deliveries stay in order and hold up no other's.
 */
public final class Dispatchers extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.inbox");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LONGEST_END_SECONDS = 20;
    /** Subscriptions with a queue and a thread of their own. */
    static final int MOST = 64;

    private final Queues queues;
    private final BiFunction<String, Map<UUID, EventLimit.Hang>, DispatchWorker> maker;
    private final Map<UUID, EventLimit.Hang> givenUp = new ConcurrentHashMap<>();
    private final Map<String, Dispatcher> running = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService watch;
    private int threads;

    private record Dispatcher(DispatchWorker worker, Thread thread) {}

    /**
     * Starts none.
     *
     * @param maker is told the queue, and which events have held up a thread for ever
     */
    Dispatchers(Queues queues, BiFunction<String, Map<UUID, EventLimit.Hang>, DispatchWorker> maker) {
        this.queues = queues;
        this.maker = maker;
    }

    @Override
    public synchronized void onContextStarted(CamelContext camel) {
        watch = Background.worker("dispatch-watch");
        serve(Queues.INBOX);
        var unused = watch.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The queue in which a subscription's deliveries wait: one of its own, for the first {@value #MOST} of them, else the
     * one that all others share. It stays the same over a restart, and with another gateway, because the broker keeps the
     * queues.
     *
     * @param subscription its id; null when it is not known
     */
    public String queue(@Nullable String subscription) {
        String own = subscription == null ? Queues.INBOX : Queues.INBOX + "." + subscription;
        if (!running.containsKey(own) && running.size() <= MOST) {
            adopt(); // it may be there, or be one too many
        }
        return running.containsKey(own) || running.size() <= MOST ? own : Queues.INBOX;
    }

    /** Deliveries wait in this queue: from now on it has a dispatcher. Cheap when it has one. */
    public void serve(String queue) {
        if (!running.containsKey(queue)) {
            start(queue);
        }
    }

    private synchronized void start(String queue) {
        if (watch != null && !running.containsKey(queue)) {
            DispatchWorker worker = maker.apply(queue, givenUp);
            Thread thread = new Thread(worker, "dispatcher-" + ++threads);
            thread.setDaemon(true);
            thread.setContextClassLoader(Dispatchers.class.getClassLoader());
            thread.start(); // before it can be looked at: one that does not run counts as dead
            running.put(queue, new Dispatcher(worker, thread));
        }
    }

    private void look() {
        running.forEach(this::look);
        try {
            adopt();
        } catch (JmsException e) {
            LOG.debug("the broker does not say what waits in the inbox", e);
        }
    }

    /** Serves the queues that another process has left, or made. */
    private void adopt() {
        try {
            queues.depths().keySet().stream().filter(Queues::isInbox).forEach(this::serve);
        } catch (JmsSecurityException e) {
            LOG.debug("the broker does not permit to look", e); // which is told elsewhere
        }
    }

    private void look(String queue, Dispatcher dispatcher) {
        String thread = dispatcher.thread.getName();
        if (!dispatcher.thread.isAlive()) {
            LOG.atError().addKeyValue("thread", thread).log("a dispatcher died: it is replaced");
            replace(queue, dispatcher);
        } else if (dispatcher.worker.look()) {
            LOG.atError()
                    .addKeyValue("thread", thread)
                    .addKeyValue("at", at(dispatcher.thread))
                    .log("a route does not release its thread: the thread is replaced, its event goes to dead");
            replace(queue, dispatcher);
        }
    }

    private synchronized void replace(String queue, Dispatcher dispatcher) {
        dispatcher.worker.giveUp();
        running.remove(queue);
        start(queue);
    }

    private static String at(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? "" : stack[0].toString();
    }

    /** Each ends the deliveries that it has; the rest stays in the inbox. */
    @Override
    public synchronized void onContextStopping(CamelContext camel) {
        if (watch != null) {
            watch.shutdownNow();
            watch = null;
        }
        running.values().forEach(dispatcher -> dispatcher.worker.stop());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_END_SECONDS);
        for (Dispatcher dispatcher : running.values()) {
            join(dispatcher.thread, end);
            if (dispatcher.thread.isAlive()) {
                dispatcher.worker.giveUp();
            }
        }
        running.clear();
    }

    private static void join(Thread thread, long end) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
