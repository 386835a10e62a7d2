package upvest.gateway.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;

/** The threads that empty the inbox, from the start of the routes to just before their end. */
final class Dispatchers extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.inbox");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LONGEST_END_SECONDS = 20;

    private final int howMany;
    private final Function<Map<UUID, String>, DispatchWorker> maker;
    private final Map<UUID, String> givenUp = new ConcurrentHashMap<>();
    private final Map<DispatchWorker, Thread> running = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService watch;
    private int threads;

    /** @param maker is told which events have held up a thread for ever */
    Dispatchers(int howMany, Function<Map<UUID, String>, DispatchWorker> maker) {
        this.howMany = howMany;
        this.maker = maker;
    }

    @Override
    public synchronized void onContextStarted(CamelContext camel) {
        for (int i = 0; i < howMany; i++) {
            startOne();
        }
        watch = Background.worker("dispatch-watch");
        var unused = watch.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void startOne() {
        DispatchWorker worker = maker.apply(givenUp);
        Thread thread = new Thread(worker, "dispatcher-" + ++threads);
        thread.setDaemon(true);
        thread.setContextClassLoader(Dispatchers.class.getClassLoader());
        running.put(worker, thread);
        thread.start();
    }

    private synchronized void look() {
        for (Map.Entry<DispatchWorker, Thread> each : List.copyOf(running.entrySet())) {
            if (each.getKey().look()) {
                each.getKey().giveUp();
                running.remove(each.getKey());
                LOG.atError()
                        .addKeyValue("thread", each.getValue().getName())
                        .addKeyValue("at", at(each.getValue()))
                        .log("a route holds its thread for ever: the thread is replaced, its event goes to dead");
                startOne();
            }
        }
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
        running.keySet().forEach(DispatchWorker::stop);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_END_SECONDS);
        for (Map.Entry<DispatchWorker, Thread> each : new ArrayList<>(running.entrySet())) {
            join(each.getValue(), end);
            if (each.getValue().isAlive()) {
                each.getKey().giveUp();
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
