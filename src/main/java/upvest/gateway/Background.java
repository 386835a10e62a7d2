package upvest.gateway;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Work beside the deliveries. */
public final class Background {
    private Background() {}

    /** One thread that keeps nothing alive. */
    public static ScheduledExecutorService worker(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(Background.class.getClassLoader()); // Tomcat takes it for its own otherwise
            return thread;
        });
    }
}
