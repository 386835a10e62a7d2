package upvest.gateway.check;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.Processor;
import org.apache.camel.component.jsonvalidator.JsonUriSchemaLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import upvest.gateway.GatewayProperties;
import upvest.gateway.delivery.FailureHeaders;
import upvest.gateway.delivery.Schemas;

/**
 * The gateway's own beans, each made when a route asks for it, so that the ledger, the broker and the ports are never
 * opened. Those that would reach out have a harmless one of the same name here.
 */
final class TrialBeans {
    static final String PACKAGE = "upvest.gateway";
    /** Read once, however many trials there are. */
    static final MetadataReaderFactory CLASSES = classes();

    private TrialBeans() {}

    private static MetadataReaderFactory classes() {
        CachingMetadataReaderFactory classes = new CachingMetadataReaderFactory();
        classes.setCacheLimit(Integer.MAX_VALUE); // the gateway has more classes than it keeps otherwise
        return classes;
    }

    static GenericApplicationContext start(Path home, ConfigurableEnvironment environment) {
        GenericApplicationContext beans = new GenericApplicationContext();
        beans.setEnvironment(environment);
        GatewayProperties properties = Settings.gateway(environment);
        beans.registerBean("gatewayProperties", GatewayProperties.class, () -> properties);
        beans.registerBean("clock", Clock.class, Clock::systemUTC);
        beans.registerBean("meterRegistry", MeterRegistry.class, SimpleMeterRegistry::new);
        beans.registerBean("connectionFactory", ConnectionFactory.class, NoBroker::connections);
        beans.registerBean("schemaLoader", JsonUriSchemaLoader.class, () -> Schemas.below(home, properties.contract()));
        beans.registerBean(
                "failureHeaders", Processor.class, () -> new FailureHeaders(Clock.systemUTC(), NOPLogger.NOP_LOGGER));
        for (String step : new String[] {"verifySignature", "storeDelivery"}) {
            beans.registerBean(step, Processor.class, () -> exchange -> {});
        }
        beans.registerBean("applicationEventMulticaster", ApplicationEventMulticaster.class, Silence::new);
        ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(beans, true, environment);
        scanner.setMetadataReaderFactory(CLASSES);
        scanner.addExcludeFilter(new AnnotationTypeFilter(SpringBootApplication.class));
        scanner.scan(PACKAGE);
        beans.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
        beans.refresh();
        return beans;
    }

    /** Who listens to starts and stops would be made for them. */
    private static final class Silence extends SimpleApplicationEventMulticaster {
        @Override
        public void multicastEvent(ApplicationEvent event, @Nullable ResolvableType type) {}
    }
}
