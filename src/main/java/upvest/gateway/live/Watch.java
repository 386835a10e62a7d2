package upvest.gateway.live;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;

/** Applies files that have changed, without being asked: for those who edit and look, not for production. */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final LiveRoutes routes;
    private final boolean wanted;
    private final ScheduledExecutorService worker = Background.worker("watch-routes");
    private @Nullable RouteFiles tried;
    private @Nullable RouteFiles seen;

    Watch(LiveRoutes routes, boolean wanted) {
        this.routes = routes;
        this.wanted = wanted;
    }

    void start() {
        if (!wanted) {
            return;
        }
        var unused =
                worker.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until nobody writes any more, and tries each state of the files once. */
    private void look() {
        try {
            RouteFiles now = routes.onDisk();
            if (now.equals(seen) && !now.equals(tried) && !routes.changed().isEmpty()) {
                tried = now;
                routes.apply("watch", false);
            }
            seen = now;
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("the files of the routes cannot be read");
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
