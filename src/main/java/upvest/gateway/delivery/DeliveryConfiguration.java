package upvest.gateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.Queues;
import upvest.gateway.ledger.Ledger;

/** The steps that the trunk's routes name. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    DeliveryParser deliveryParser(Drift drift) {
        return new DeliveryParser(drift.typeField(), drift::isNewField);
    }

    @Bean
    DispatchState dispatchState(Clock clock, MeterRegistry registry) {
        return new DispatchState(clock, registry);
    }

    @Bean
    Trunk trunk(CamelContext camel, RouteSwapLock swapLock) {
        return new Trunk(camel, swapLock);
    }

    @Bean
    Dispatch dispatch(
            GatewayProperties properties,
            CamelContext camel,
            DeliveryParser parser,
            Ledger ledger,
            RouteSwapLock swapLock,
            EventCounters counters,
            DeliveryTime time,
            ObjectProvider<Consumer<Delivery>> recorder) {
        return new Dispatch(
                camel,
                parser,
                ledger,
                swapLock,
                counters,
                time,
                properties.inbox().dispatchers(),
                recorder.getIfAvailable(() -> delivery -> {}));
    }

    @Bean
    EventCounters eventCounters(MeterRegistry registry, Drift drift) {
        return new EventCounters(registry, drift);
    }

    @Bean
    Dispatchers dispatchers(
            GatewayProperties properties,
            CamelContext camel,
            CachingConnectionFactory connectionFactory,
            Queues queues,
            Dispatch dispatch,
            Trunk trunk,
            DispatchState state) {
        // a line of its own for each: sessions that share one would wait for each other
        ConnectionFactory connections = Objects.requireNonNull(connectionFactory.getTargetConnectionFactory());
        UnaryOperator<String> wrong = properties.broker().url() == null ? queue -> "" : queues::wrongSettings;
        InboxLine.Opener lines = queue -> new InboxLine(connections, queue, wrong);
        Duration longest = properties.limits().event();
        Dispatchers dispatchers = new Dispatchers(
                queues, (queue, givenUp) -> new DispatchWorker(lines, queue, dispatch, trunk, state, longest, givenUp));
        camel.addLifecycleStrategy(dispatchers); // begin after the routes, end before them
        return dispatchers;
    }

    /** Step: a broken envelope, so the whole delivery goes on as one event, with what the schema said. */
    @Bean
    Processor keepWhole() {
        return exchange -> {
            Delivery delivery = Objects.requireNonNull(exchange.getIn().getBody(Delivery.class));
            Exception broken = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            Delivery whole = delivery.whole("envelope: " + broken.getMessage());
            DeliveryTransaction.required().keptWhole(whole);
            exchange.getIn().setBody(whole);
        };
    }

    /** The repository behind {@code first-time-only}: what this delivery and the ledger have seen. */
    @Bean
    IdempotentRepository seenEvents() {
        return new SeenEvents();
    }

    /** Step: the event's headers, as in the consumers' contract; its text becomes the body. */
    @Bean
    Processor eventHeaders() {
        return new EventHeaders();
    }

    /** Step: why, since when and from which route, for the invalid, dead and unknown channels. */
    @Bean
    Processor failureHeaders(Clock clock) {
        return new FailureHeaders(clock);
    }

    /** Whether no route has sent this event anywhere yet. */
    @Bean
    Predicate sentNowhere() {
        return exchange -> DeliveryTransaction.required().sentNothing();
    }

    /** Policy: what a domain route does to the exchange, such as {@code stop}, ends with it. */
    @Bean
    Policy contained() {
        return new ContainmentPolicy();
    }

    /** Step: takes back what the failed route of this event has sent so far. */
    @Bean
    Processor retract() {
        return exchange -> DeliveryTransaction.required().retract();
    }

    /** Takes kept messages through the trunk once more. */
    @Bean
    ReplayDispatch replayDispatch(
            CamelContext camel,
            DeliveryParser parser,
            Ledger ledger,
            JmsTransactionManager brokerTransactionManager,
            JmsTemplate brokerTemplate,
            RouteSwapLock swapLock,
            GatewayProperties properties) {
        return new ReplayDispatch(
                camel,
                parser,
                ledger,
                new TransactionTemplate(brokerTransactionManager),
                brokerTemplate,
                swapLock,
                properties.limits().event());
    }

    /** The component behind {@code jms:} in the routes. */
    @Bean
    JmsComponent jms(ConnectionFactory connectionFactory, JmsTransactionManager brokerTransactionManager) {
        JmsConfiguration configuration = new DeliveryJmsConfiguration();
        configuration.setConnectionFactory(connectionFactory);
        configuration.setTransactionManager(brokerTransactionManager);
        configuration.setLazyCreateTransactionManager(false);
        JmsComponent jms = new JmsComponent(configuration) {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                    throws Exception {
                Endpoint endpoint = super.createEndpoint(uri, remaining, parameters);
                if (endpoint instanceof JmsEndpoint queue) {
                    queue.setBinding(new NoText.Binding(queue));
                }
                return endpoint;
            }
        };
        jms.setHeaderFilterStrategy(new JmsHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
                return !name.startsWith("Upvest") && super.applyFilterToCamelHeaders(name, value, exchange);
            }
        });
        return jms;
    }
}
