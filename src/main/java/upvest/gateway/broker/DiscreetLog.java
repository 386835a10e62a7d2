package upvest.gateway.broker;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Iterator;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Keeps one line of the embedded broker out of the log: "Duplicate message detected" lists all properties of the message,
 * and a reason of failure among them may quote the event. {@link GuardedTransactionManager} tells the same in its own
 * words.
 */
final class DiscreetLog extends Filter<ILoggingEvent> {
    private static final String DUPLICATE = "AMQ222059";

    private DiscreetLog() {}

    /** From now on, for everything that this process logs. */
    static void keep() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext logback) {
            Iterator<Appender<ILoggingEvent>> appenders =
                    logback.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            while (appenders.hasNext()) {
                Appender<ILoggingEvent> appender = appenders.next();
                if (appender.getCopyOfAttachedFiltersList().stream().noneMatch(DiscreetLog.class::isInstance)) {
                    appender.addFilter(new DiscreetLog());
                }
            }
        }
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getMessage().startsWith(DUPLICATE) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
