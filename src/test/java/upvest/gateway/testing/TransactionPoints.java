package upvest.gateway.testing;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import upvest.gateway.delivery.DeliveryTransaction;
import upvest.gateway.ledger.JdbcLedger;
import upvest.gateway.ledger.Ledger;

/** Stands in the two lines, to the ledger and to the broker, and tells where in its transaction a dispatcher is. */
public final class TransactionPoints {

    /** In the order in which a dispatcher passes them; {@code BEFORE_SEND} once for each message. */
    public enum Point {
        /** The intake's: the delivery is in the inbox, and not answered. */
        AFTER_STORE,
        BEFORE_RECALL,
        BEFORE_SEND,
        BEFORE_ENTER,
        AFTER_ENTER,
        BEFORE_LEDGER_COMMIT,
        AFTER_LEDGER_COMMIT,
        BEFORE_BROKER_COMMIT,
        AFTER_BROKER_COMMIT
    }

    /** What happens at a point, on the dispatcher's thread. What it throws, the line seems to have thrown. */
    @FunctionalInterface
    public interface Visitor {
        void at(Point point) throws Exception;
    }

    private static volatile Visitor visitor = point -> {};

    private TransactionPoints() {}

    /** From now on, for every gateway in this process that was started with this class among its sources. */
    public static void visit(Visitor by) {
        visitor = by;
    }

    @Bean
    static BeanPostProcessor transactionPointsInTheLines() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof CachingConnectionFactory factory) {
                    factory.setTargetConnectionFactory(
                            watched(ConnectionFactory.class, factory.getTargetConnectionFactory(), Lines::jms));
                }
                if (bean instanceof Ledger && !(bean instanceof JdbcLedger)) {
                    return watched(Ledger.class, bean, Lines::embedded);
                }
                return bean instanceof DataSource source ? new WatchedDataSource(source) : bean;
            }
        };
    }

    private static void pass(Point point) throws Exception {
        if (DeliveryTransaction.current() != null) {
            visitor.at(point);
        }
    }

    private static <T> T watched(Class<T> type, Object target, Line line) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> line.call(target, method, arguments)));
    }

    private interface Line {
        Object call(Object target, Method method, Object[] arguments) throws Throwable;
    }

    private static final class Lines {
        private static boolean isStored(Object message) throws JMSException {
            return message instanceof Message stored && stored.propertyExists("UpvestClaimId");
        }

        static Object jms(Object target, Method method, Object[] arguments) throws Throwable {
            if (target instanceof Session && method.getName().equals("commit")) {
                pass(Point.BEFORE_BROKER_COMMIT);
                invoke(target, method, arguments);
                pass(Point.AFTER_BROKER_COMMIT);
                return null;
            }
            boolean send = target instanceof MessageProducer && method.getName().equals("send");
            if (send) {
                pass(Point.BEFORE_SEND);
            }
            Object result = invoke(target, method, arguments);
            if (send && DeliveryTransaction.current() == null && isStored(arguments[0])) {
                visitor.at(Point.AFTER_STORE);
            }
            if (result instanceof Connection connection) {
                return watched(Connection.class, connection, Lines::jms);
            }
            if (result instanceof Session session) {
                return watched(Session.class, session, Lines::jms);
            }
            return result instanceof MessageProducer producer
                    ? watched(MessageProducer.class, producer, Lines::jms)
                    : result;
        }

        /** Its commit is the last thing that it does. */
        static Object embedded(Object target, Method method, Object[] arguments) throws Throwable {
            boolean enters = method.getName().equals("enter");
            if (enters) {
                pass(Point.BEFORE_ENTER);
                pass(Point.AFTER_ENTER);
                pass(Point.BEFORE_LEDGER_COMMIT);
            } else if (method.getName().equals("owners")) {
                pass(Point.BEFORE_RECALL);
            }
            Object result = invoke(target, method, arguments);
            if (enters) {
                pass(Point.AFTER_LEDGER_COMMIT);
            }
            return result;
        }

        static Object jdbc(Object target, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("commit")) {
                pass(Point.BEFORE_LEDGER_COMMIT);
                invoke(target, method, arguments);
                pass(Point.AFTER_LEDGER_COMMIT);
                return null;
            }
            Object result = invoke(target, method, arguments);
            if (method.getName().equals("prepareStatement")) {
                return ((String) arguments[0]).contains("INSERT")
                        ? watched(PreparedStatement.class, result, Lines::claim)
                        : watched(PreparedStatement.class, result, Lines::recall);
            }
            return result;
        }

        private static Object claim(Object statement, Method method, Object[] arguments) throws Throwable {
            if (!method.getName().startsWith("execute")) {
                return invoke(statement, method, arguments);
            }
            pass(Point.BEFORE_ENTER);
            Object result = invoke(statement, method, arguments);
            pass(Point.AFTER_ENTER);
            return result;
        }

        private static Object recall(Object statement, Method method, Object[] arguments) throws Throwable {
            if (method.getName().startsWith("execute")) {
                pass(Point.BEFORE_RECALL);
            }
            return invoke(statement, method, arguments);
        }

        private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static final class WatchedDataSource extends DelegatingDataSource {
        WatchedDataSource(DataSource target) {
            super(target);
        }

        @Override
        public java.sql.Connection getConnection() throws SQLException {
            return watched(java.sql.Connection.class, super.getConnection(), Lines::jdbc);
        }
    }
}
