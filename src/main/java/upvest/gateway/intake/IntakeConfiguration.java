package upvest.gateway.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.util.function.SingletonSupplier;
import upvest.gateway.GatewayHttp;
import upvest.gateway.GatewayProperties;
import upvest.gateway.Limits;
import upvest.gateway.broker.ChannelWatch;
import upvest.gateway.broker.Deadline;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.DeliveryTime;
import upvest.gateway.delivery.Dispatchers;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    private static final int SPARE_THREADS = 16;

    @Bean
    Gate gate(CamelContext camel, ObjectProvider<TrustedKeys> keys) {
        Supplier<Optional<TrustedKeys>> trusted =
                SingletonSupplier.of(() -> Optional.ofNullable(keys.getIfAvailable()));
        return new Gate(camel, () -> Objects.requireNonNull(trusted.get())
                .map(TrustedKeys::missing)
                .orElse(""));
    }

    @Bean
    Refusals refusals(Clock clock) {
        return new Refusals(clock);
    }

    @Bean
    Answers answers(MeterRegistry registry, DeliveryTime time, Refusals refusals) {
        return new Answers(registry, time, refusals);
    }

    @Bean
    SenderGuess likeness(GatewayProperties properties) {
        return new SenderGuess(properties.path(), properties.signature().required());
    }

    @Bean
    Inbox inbox(
            GatewayProperties properties,
            JmsTemplate brokerTemplate,
            Deadline brokerDeadline,
            Clock clock,
            ChannelWatch channels,
            Dispatchers dispatchers,
            ObjectProvider<EmbeddedBroker> broker) {
        EmbeddedBroker embedded = broker.getIfAvailable();
        return new Inbox(
                brokerTemplate,
                brokerDeadline,
                clock,
                properties.inbox().limit(),
                () -> channels.messages(Queues.channel(Queues.INBOX)),
                embedded,
                dispatchers,
                properties.limits().answer(),
                properties.limits().inFlight() + SPARE_THREADS); // as many as there are requests
    }

    /** Step: a verified request's body, read, compared with its digest, and put into the inbox. */
    @Bean
    Processor storeDelivery(GatewayProperties properties, Inbox inbox) throws IOException {
        Limits limits = properties.limits();
        BodyReader reader = new BodyReader(
                limits.largest(), limits.slowClient(), properties.data().resolve("incoming"));
        return new StoreDelivery(reader, inbox);
    }

    /** Made before broker and ledger are: a wrong setting of theirs is told as theirs. */
    @Bean
    FilterRegistrationBean<IntakeFilter> intakeFilter(
            GatewayProperties properties,
            Gate gate,
            ObjectProvider<IntakePause> pause,
            SenderGuess likeness,
            Answers answers,
            DeliveryTime time,
            MeterRegistry registry) {
        RequestGuard outside = new RequestGuard(properties, likeness, gate, SingletonSupplier.of(pause::getObject));
        IntakeFilter intake = new IntakeFilter(outside, answers, time);
        Gauge.builder("upvest.deliveries.in.flight", intake, IntakeFilter::inFlight)
                .description("Deliveries that are being received")
                .register(registry);
        var filter = new FilterRegistrationBean<>(intake);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** The name camel-platform-http looks for. */
    @Bean("platform-http-engine")
    PlatformHttpEngine requestThreadEngine(@Value("${server.port}") int port) {
        return new RequestThreadEngine(port);
    }

    /** Tomcat answers as the gateway does, and always has a thread left to say 503. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat(
            GatewayProperties properties, Answers answers, SenderGuess likeness) {
        int threads = properties.limits().inFlight() + SPARE_THREADS;
        return factory -> {
            GatewayHttp.use(factory, properties.limits().slowClient());
            factory.addContextCustomizers(context -> {
                StandardHost host = (StandardHost) context.getParent();
                host.setErrorReportValveClass(ProblemValve.class.getName()); // that it makes none of its own
                host.getPipeline().addValve(new ProblemValve(answers, likeness));
            });
            factory.addConnectorCustomizers(
                    connector -> ((AbstractProtocol<?>) connector.getProtocolHandler()).setMaxThreads(threads));
        };
    }
}
