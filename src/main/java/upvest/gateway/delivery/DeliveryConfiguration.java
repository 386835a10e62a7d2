package upvest.gateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import upvest.gateway.broker.Deadline;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.broker.InTransaction;
import upvest.gateway.contract.Drift;
import upvest.gateway.ledger.AcceptedDeliveries;
import upvest.gateway.ledger.ClaimLog;
import upvest.gateway.ledger.Corrections;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.live.Standstill;
import upvest.gateway.signature.WebhookRequest;

/** The steps that the trunk's routes name. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    DeliveryParser deliveryParser(Clock clock, Drift drift) {
        return new DeliveryParser(clock, drift.typeField(), drift::isNewField);
    }

    /** Step: the request becomes a {@link Delivery}; nothing of the request but its body goes on. */
    @Bean
    Processor parseDelivery(DeliveryParser parser) {
        return exchange -> {
            DeliveryTime.enter(DeliveryTime.Phase.VALIDATE);
            WebhookRequest request = Objects.requireNonNull(exchange.getIn().getBody(WebhookRequest.class));
            Delivery delivery = parser.parse(request.body());
            exchange.setProperty(EventHeaders.DELIVERY, delivery);
            exchange.getIn().setBody(delivery);
            exchange.getIn().setHeader("UpvestEnvelope", delivery.envelope());
        };
    }

    /** Step: a broken envelope, so the whole delivery goes on as one event, with what the schema said. */
    @Bean
    Processor keepWhole() {
        return exchange -> {
            Delivery delivery = Objects.requireNonNull(exchange.getIn().getBody(Delivery.class));
            Exception broken = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            exchange.getIn().setBody(delivery.whole("envelope: " + broken.getMessage()));
        };
    }

    /** Policy: what a delivery does to ledger and broker, both or neither. */
    @Bean
    Policy oneTransaction(
            DataSourceTransactionManager ledgerTransactionManager,
            JmsTransactionManager brokerTransactionManager,
            MeterRegistry registry,
            Drift drift,
            Standstill standstill,
            ObjectProvider<Consumer<Delivery>> recorder,
            Optional<ClaimLog> log,
            Optional<EmbeddedBroker> broker) {
        ClaimLog ledger = log.orElse(ClaimLog.NONE);
        return new InTransaction(new DeliveryTransaction(
                new TransactionTemplate(ledgerTransactionManager),
                new TransactionTemplate(brokerTransactionManager),
                new EventCounters(registry, drift),
                standstill,
                recorder.getIfAvailable(() -> delivery -> {}),
                id -> broker.ifPresent(inside -> ledger.whenOnDisk(() -> inside.forget(id)))));
    }

    /** Step: one look into the ledger for all events of a delivery that comes again. */
    @Bean
    Processor recall(Ledger ledger) {
        return new Recall(ledger);
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
        return exchange -> Claim.required().sentNothing();
    }

    /** Policy: what a domain route does to the exchange, such as {@code stop}, ends with it. */
    @Bean
    Policy contained() {
        return new Contained();
    }

    /** Step: takes back what the failed route of this event has sent so far. */
    @Bean
    Processor retract() {
        return exchange -> Claim.required().retract();
    }

    /** Step: enters the delivery's new events into the ledger, in one statement, and sends what they hold. */
    @Bean
    Processor claim(
            Ledger ledger,
            AcceptedDeliveries deliveries,
            Corrections corrections,
            Optional<ClaimLog> log,
            JmsTemplate brokerTemplate,
            Deadline brokerDeadline,
            Drift drift) {
        return new ClaimEvents(
                ledger, deliveries, corrections, log.orElse(ClaimLog.NONE), brokerTemplate, brokerDeadline, drift);
    }

    /** Takes kept messages through the trunk once more. */
    @Bean
    OnceMore onceMore(
            CamelContext camel,
            DeliveryParser parser,
            DataSourceTransactionManager ledgerTransactionManager,
            JmsTransactionManager brokerTransactionManager,
            Standstill standstill) {
        return new OnceMore(
                camel,
                parser,
                new TransactionTemplate(ledgerTransactionManager),
                new TransactionTemplate(brokerTransactionManager),
                standstill);
    }

    /** The component behind {@code jms:} in the routes. */
    @Bean
    JmsComponent jms(ConnectionFactory connectionFactory, JmsTransactionManager brokerTransactionManager) {
        JmsConfiguration configuration = new HoldingJmsConfiguration();
        configuration.setConnectionFactory(connectionFactory);
        configuration.setTransactionManager(brokerTransactionManager);
        configuration.setLazyCreateTransactionManager(false);
        JmsComponent jms = new JmsComponent(configuration);
        jms.setHeaderFilterStrategy(new JmsHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
                return !name.startsWith("Upvest") && super.applyFilterToCamelHeaders(name, value, exchange);
            }
        });
        return jms;
    }
}
