package upvest.gateway.live;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.model.ModelCamelContext;
import org.springframework.boot.ApplicationArguments;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import upvest.gateway.delivery.RouteSwapLock;
import upvest.gateway.operations.Audit;

/**
 * A bean more for a gateway of this process: it applies what stands in another folder than the project's own. No
 * {@code @Configuration}, which every other gateway would find.
 */
public final class RoutesElsewhere {
    private static Path home = Path.of("");

    /** @param folder that holds a copy of what runs at the start */
    public static void are(Path folder) {
        home = folder;
    }

    @Bean
    @Primary
    LiveRoutes copied(
            ModelCamelContext camel, RouteSwapLock swapLock, ApplicationArguments arguments, Clock clock, Audit audit)
            throws IOException {
        return new LiveRoutes(home, List.of(arguments.getSourceArgs()), new Swap(camel, swapLock), clock, audit);
    }
}
