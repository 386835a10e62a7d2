package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.springframework.dao.DataAccessException;
import org.springframework.jms.JmsException;
import org.springframework.transaction.TransactionException;

/** What an exception comes from, however deep it lies. */
public final class Causes {
    private Causes() {}

    /** Whether the broker is the reason. */
    static boolean areBrokers(Throwable why) {
        return of(why).anyMatch(cause -> cause instanceof JMSException || cause instanceof JmsException);
    }

    /** Whether the ledger, or a route that is not there, is: a delivery cannot have changed that. */
    static boolean areOutside(Throwable why) {
        return of(why).anyMatch(cause -> cause instanceof DataAccessException
                || cause instanceof SQLException
                || cause instanceof TransactionException
                || cause instanceof DirectConsumerNotAvailableException);
    }

    /** The deepest one for a person, in one line. */
    static String told(Throwable why) {
        Throwable last = deepest(why);
        return last.getClass().getSimpleName()
                + (last.getMessage() == null || last.getMessage().isBlank()
                        ? ""
                        : ": " + last.getMessage().lines().findFirst().orElse(""));
    }

    /** The deepest one: those around it are of the frameworks. */
    public static Throwable deepest(Throwable why) {
        return of(why).reduce((outer, inner) -> inner).orElse(why);
    }

    private static Stream<Throwable> of(Throwable why) {
        return Stream.iterate(why, Objects::nonNull, Throwable::getCause);
    }
}
