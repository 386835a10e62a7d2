package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import upvest.gateway.delivery.Claim;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** A fault at each point of the delivery's transaction: 503, then the retry delivers everything once. */
@TestInstance(Lifecycle.PER_CLASS)
class AllOrNothingTest {
    private static final int EVENTS = 60;
    private static TestGateway gateway;
    private String delivery;

    /** Where the connection to ledger or broker breaks, once. */
    enum Fault {
        NONE,
        LEDGER_RECALL,
        LEDGER_CLAIM,
        BROKER_FIRST_SEND,
        BROKER_SEND_IN_THE_MIDDLE,
        BROKER_COMMIT,
        BROKER_COMMIT_DONE_BUT_ANSWER_LOST,
        LEDGER_COMMIT
    }

    private static final AtomicReference<Fault> ARMED = new AtomicReference<>(Fault.NONE);
    private static final AtomicInteger SENDS = new AtomicInteger();

    String ledger() {
        return "h2";
    }

    @BeforeAll
    void start() throws IOException {
        gateway = TestGateway.start(Map.of("ledger", ledger()), Faults.class);
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
    }

    @BeforeEach
    void freshDelivery() throws IOException {
        delivery = FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
        gateway.bean(JdbcTemplate.class).execute("DELETE FROM ledger");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LEDGER_RECALL", "LEDGER_CLAIM", "BROKER_FIRST_SEND", "BROKER_SEND_IN_THE_MIDDLE", "BROKER_COMMIT"
            })
    void beforeTheBrokersCommitNothingIsVisibleAndTheRetryDeliversOnce(Fault fault) throws Exception {
        arm(fault);
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(503);
        assertThat(ARMED.get()).as("the fault happened").isEqualTo(Fault.NONE);
        assertThat(drain()).isEmpty();
        assertThat(rows()).isZero();

        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(rows()).isEqualTo(EVENTS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BROKER_COMMIT_DONE_BUT_ANSWER_LOST", "LEDGER_COMMIT"})
    void afterTheBrokersCommitTheRetryDoublesNothing(Fault fault) throws Exception {
        arm(fault);
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(503);
        assertThat(ARMED.get()).as("the fault happened").isEqualTo(Fault.NONE);
        List<String> first = drain();
        assertThat(first).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(rows()).isZero();

        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).isEmpty();
        assertThat(rows()).isEqualTo(EVENTS);
    }

    private static void arm(Fault fault) {
        SENDS.set(0);
        ARMED.set(fault);
    }

    private static boolean strikes(Fault fault) {
        return Claim.current() != null && ARMED.compareAndSet(fault, Fault.NONE);
    }

    private static List<String> drain() throws JMSException {
        List<String> ids = new ArrayList<>();
        for (String channel : Channels.QUEUES) {
            Channels.drain(gateway.brokerUrl(), channel).forEach(message -> ids.add(message.correlationId()));
        }
        return ids;
    }

    private static int rows() {
        return gateway.bean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM ledger", Integer.class);
    }

    /** Stands in the two lines, to the database and to the broker, and breaks them when told. */
    @Configuration(proxyBeanMethods = false)
    static class Faults {
        @Bean
        static BeanPostProcessor breakableLines() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    if (bean instanceof CachingConnectionFactory factory) {
                        factory.setTargetConnectionFactory(
                                breakable(ConnectionFactory.class, factory.getTargetConnectionFactory(), Faults::jms));
                    }
                    return bean instanceof DataSource source ? new BreakableDataSource(source) : bean;
                }
            };
        }

        private static Object jms(Object target, Method method, Object[] arguments) throws Throwable {
            if (target instanceof Session && method.getName().equals("commit")) {
                breakIf(Fault.BROKER_COMMIT);
                invoke(target, method, arguments);
                breakIf(Fault.BROKER_COMMIT_DONE_BUT_ANSWER_LOST);
                return null;
            }
            if (target instanceof MessageProducer && method.getName().equals("send")) {
                breakIf(Fault.BROKER_FIRST_SEND);
                if (SENDS.incrementAndGet() == EVENTS / 2) {
                    breakIf(Fault.BROKER_SEND_IN_THE_MIDDLE);
                }
            }
            Object result = invoke(target, method, arguments);
            if (result instanceof Connection connection) {
                return breakable(Connection.class, connection, Faults::jms);
            }
            if (result instanceof Session session) {
                return breakable(Session.class, session, Faults::jms);
            }
            return result instanceof MessageProducer producer
                    ? breakable(MessageProducer.class, producer, Faults::jms)
                    : result;
        }

        private static Object jdbc(Object target, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("commit") && strikes(Fault.LEDGER_COMMIT)) {
                throw new SQLException("line broken", "08006");
            }
            Object result = invoke(target, method, arguments);
            if (method.getName().equals("prepareStatement")) {
                boolean claim = ((String) arguments[0]).contains("INSERT");
                return breakable(PreparedStatement.class, result, (statement, call, values) -> {
                    boolean executes = call.getName().startsWith("execute");
                    if (executes && strikes(claim ? Fault.LEDGER_CLAIM : Fault.LEDGER_RECALL)) {
                        throw new SQLException("line broken", "08006");
                    }
                    return invoke(statement, call, values);
                });
            }
            return result;
        }

        private static void breakIf(Fault fault) throws JMSException {
            if (strikes(fault)) {
                throw new JMSException("line broken");
            }
        }

        private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private static <T> T breakable(Class<T> type, Object target, Line line) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> line.call(target, method, arguments)));
        }

        private interface Line {
            Object call(Object target, Method method, Object[] arguments) throws Throwable;
        }

        private static final class BreakableDataSource extends DelegatingDataSource {
            BreakableDataSource(DataSource target) {
                super(target);
            }

            @Override
            public java.sql.Connection getConnection() throws SQLException {
                return breakable(java.sql.Connection.class, super.getConnection(), Faults::jdbc);
            }
        }
    }
}
