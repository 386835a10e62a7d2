package upvest.gateway.live;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.model.ModelCamelContext;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import upvest.gateway.delivery.RouteSwapLock;
import upvest.gateway.operations.Audit;

@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    @Bean
    RouteSwapLock swapLock() {
        return new RouteSwapLock();
    }

    @Bean
    LiveRoutes liveRoutes(
            ModelCamelContext camel, RouteSwapLock swapLock, ApplicationArguments arguments, Clock clock, Audit audit)
            throws IOException {
        return new LiveRoutes(
                Path.of("").toAbsolutePath(),
                List.of(arguments.getSourceArgs()),
                new Swap(camel, swapLock),
                clock,
                audit);
    }

    @Bean
    RoutesEndpoint routesEndpoint(LiveRoutes routes) {
        return new RoutesEndpoint(routes);
    }

    @Bean
    @ConditionalOnBooleanProperty("upvest.routes.watch")
    Watch watch(LiveRoutes routes) {
        return new Watch(routes);
    }
}
