package upvest.gateway.live;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Applies files that have changed, without being asked: for those who edit and look, not for production. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final LiveRoutes routes;
    private @Nullable RouteFiles tried;
    private @Nullable RouteFiles seen;

    Watch(LiveRoutes routes) {
        this.routes = routes;
    }

    /** Waits until nobody writes any more, and tries each state of the files once. */
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void look() {
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
}
