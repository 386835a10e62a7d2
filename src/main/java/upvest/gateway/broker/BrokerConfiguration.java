package upvest.gateway.broker;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.spi.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import upvest.gateway.GatewayProperties;
import upvest.gateway.RunningMark;
import upvest.gateway.WrongSetting;

/** The broker and the connections to it; everything shares one connection factory. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {
    /** Bytes at first for each message; grows when it is sent. */
    private static final int FIRST_BUFFER = 512;

    /** Bytes of sends that the broker has not told of: enough for one. */
    private static final int ASKED = 16 * 1024;

    /** Bytes from which on the broker keeps a message in a file of its own; just below what its journal's buffer takes. */
    private static final int LARGE = 400 * 1024;

    @Bean(destroyMethod = "stop")
    @ConditionalOnExpression("'${upvest.broker.url:}'.isBlank()")
    EmbeddedBroker embeddedBroker(GatewayProperties properties, RunningMark mark) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(properties);
        mark.set();
        return broker;
    }

    @Bean
    @ConditionalOnBean(EmbeddedBroker.class)
    DiskWatch diskWatch(EmbeddedBroker broker) {
        return new DiskWatch(broker);
    }

    /** Taken away after broker and ledger have ended. */
    @Bean
    @Lazy // only what is inside needs it
    RunningMark runningMark(GatewayProperties properties) {
        return new RunningMark(properties.data());
    }

    @Bean
    CachingConnectionFactory connectionFactory(GatewayProperties properties, ObjectProvider<EmbeddedBroker> embedded)
            throws JMSException {
        EmbeddedBroker inside =
                embedded.getIfAvailable(); // started before the first connection, stopped after the last
        ActiveMQConnectionFactory artemis = artemis(properties, inside);
        artemis.setCacheDestinations(true); // else every send asks the broker for its queue
        artemis.setInitialMessagePacketSize(FIRST_BUFFER);
        artemis.setMinLargeMessageSize(LARGE);
        CachingConnectionFactory caching = new SharedConnection(CreditsInOrder.in(artemis));
        caching.setCacheConsumers(false); // an idle consumer would hold messages back
        caching.setSessionCacheSize(properties.limits().inFlight() + 8);
        return caching;
    }

    private static ActiveMQConnectionFactory artemis(GatewayProperties properties, @Nullable EmbeddedBroker inside)
            throws JMSException {
        GatewayProperties.Broker settings = properties.broker();
        ActiveMQConnectionFactory artemis = factory(inside != null ? inside.url() : settings.url());
        artemis.setUser(inside != null ? inside.user() : settings.user());
        artemis.setPassword(inside != null ? inside.password() : settings.password());
        artemis.setCallTimeout(properties.limits().patience().toMillis());
        artemis.setRetryInterval(100);
        artemis.setCallFailoverTimeout(properties.limits().patience().toMillis());
        if (inside == null) {
            endSilence(artemis, properties.limits().attempt());
        }
        artemis.setDeserializationDenyList("*"); // events are text; nobody sends this gateway Java objects
        return artemis;
    }

    private static ActiveMQConnectionFactory factory(@Nullable String url) {
        try {
            return new ActiveMQConnectionFactory(url);
        } catch (RuntimeException e) {
            throw new WrongSetting("upvest.broker.url: it is not an address of a broker, write tcp://host:61616", e);
        }
    }

    /** A broker that is silent, or a line that is dead but not closed: the connection is given up and all waits end. */
    private static void endSilence(ActiveMQConnectionFactory artemis, Duration longest) {
        artemis.setConnectionTTL(longest.toMillis());
        artemis.setClientFailureCheckPeriod(longest.dividedBy(4).toMillis());
        for (TransportConfiguration line : artemis.getStaticConnectors()) {
            line.getParams().putIfAbsent(TransportConstants.NETTY_CONNECT_TIMEOUT, (int) longest.toMillis());
        }
    }

    @Bean
    JmsTransactionManager brokerTransactionManager(ConnectionFactory connectionFactory) {
        return new JmsTransactionManager(connectionFactory);
    }

    @Bean
    JmsTemplate brokerTemplate(ConnectionFactory connectionFactory) {
        return new JmsTemplate(connectionFactory);
    }

    @Bean
    Queues queues(ConnectionFactory connectionFactory, GatewayProperties properties) {
        return new Queues(connectionFactory, properties.limits().patience());
    }

    @Bean
    QueueContent queueContent(ConnectionFactory connectionFactory) {
        return new QueueContent(connectionFactory);
    }

    @Bean
    Browsing browsing(CachingConnectionFactory connectionFactory, Queues queues) {
        return new Browsing(Objects.requireNonNull(connectionFactory.getTargetConnectionFactory()), queues);
    }

    @Bean
    SendPermission sendPermission(GatewayProperties properties, ObjectProvider<EmbeddedBroker> embedded)
            throws JMSException {
        ActiveMQConnectionFactory artemis = artemis(properties, embedded.getIfAvailable());
        artemis.setConfirmationWindowSize(ASKED);
        return new SendPermission(artemis, properties.limits().patience());
    }

    @Bean
    Deadline brokerDeadline(GatewayProperties properties) {
        return new Deadline(properties.limits().patience().dividedBy(2)); // it may wait twice
    }

    @Bean
    ChannelWatch channelWatch(Queues queues, GatewayProperties properties, MeterRegistry registry, Clock clock) {
        return new ChannelWatch(queues, Queues.all(properties.channels()), registry, clock);
    }

    /** Policy: takes from and sends to queues, both or neither. */
    @Bean
    Policy brokerTransaction(JmsTransactionManager brokerTransactionManager) {
        return new InTransaction(new TransactionTemplate(brokerTransactionManager));
    }
}
