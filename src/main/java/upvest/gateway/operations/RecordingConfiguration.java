package upvest.gateway.operations;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import upvest.gateway.GatewayProperties;
import upvest.gateway.delivery.Delivery;

@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {

    /** Is told of each delivery that was accepted. */
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty("upvest.recording.enabled")
    Consumer<Delivery> recorder(GatewayProperties properties, MeterRegistry registry) {
        return new Recorder(properties.recording(), registry);
    }
}
