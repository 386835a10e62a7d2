package upvest.gateway.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import jakarta.jms.IllegalStateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the log says while the broker cannot be reached: one line when it begins, one a minute, one when it ends. The lines
 * of all who try to reach it meanwhile, most with a stack trace, are counted instead. It filters what the log's appenders
 * get: a filter of the whole log would be asked by each line that is not written, and Camel has several for each event.
 */
final class BrokerAbsence extends Filter<ILoggingEvent> implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("upvest.gateway.broker");
    private static final Duration EVERY = Duration.ofMinutes(1);

    /** Says nothing else. */
    private static final String HEALTH = "org.springframework.boot.actuate.jms.JmsHealthIndicator";

    /** Says that the same took long. */
    private static final String SLOW_HEALTH = "org.springframework.boot.actuate.health.HealthEndpointSupport";

    private static final String CLIENT = "org.apache.activemq.artemis.core.client";

    private static final Set<String> OTHERS = Set.of(
            HEALTH,
            SLOW_HEALTH,
            CLIENT,
            SharedConnection.class.getName(),
            "org.apache.camel.component.jms.DefaultJmsMessageListenerContainer",
            "org.apache.camel.component.timer.TimerConsumer",
            "org.springframework.transaction.support.TransactionTemplate");

    /** How the codes begin of what Artemis' client says of a line to the broker: AMQ219007, cannot connect, and so on. */
    private static final String NO_LINE = "AMQ219";

    /** Artemis' client: "Failed to create netty connection". */
    private static final String NOT_CONNECTED = "AMQ214016";

    /** Spring's listener container. */
    private static final String NOT_REFRESHED = "Could not refresh JMS Connection";

    /** The same, when a session is lost, or when the broker is there and refuses. */
    private static final String NOT_SET_UP = "Setup of JMS message listener invoker failed";

    private static final String REFUSED = "AMQ229";

    private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    private final Clock clock;
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicReference<@Nullable ILoggingEvent> counted = new AtomicReference<>();
    private volatile @Nullable Instant since;
    private @Nullable Instant told;

    BrokerAbsence(Clock clock) {
        this.clock = clock;
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
                .iteratorForAppenders()
                .forEachRemaining(appenders::add);
        appenders.forEach(appender -> appender.addFilter(this));
        start();
    }

    /** It was asked and did not answer. */
    void lasts(String why) {
        Instant now = clock.instant();
        if (told == null) {
            LOG.atWarn().addKeyValue("why", why).log("the broker cannot be reached");
            since = now;
        } else if (told.plus(EVERY).isAfter(now)) {
            return;
        } else {
            LOG.atWarn()
                    .addKeyValue("since", since)
                    .addKeyValue("attempts", attempts)
                    .addKeyValue("why", why)
                    .log("the broker still cannot be reached");
        }
        told = now;
    }

    /** It has answered. */
    void ends() {
        if (told != null) {
            LOG.atInfo()
                    .addKeyValue("since", since)
                    .addKeyValue("attempts", attempts)
                    .log("the broker is reached again");
        }
        told = null;
        since = null;
        attempts.set(0);
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String logger = event.getLoggerName();
        String text = event.getMessage();
        if (text == null || !event.getLevel().isGreaterOrEqual(Level.INFO) || !OTHERS.contains(logger)) {
            return FilterReply.NEUTRAL;
        }
        boolean onlyThen = logger.equals(CLIENT) || logger.equals(SLOW_HEALTH);
        if (!(onlyThen && since != null) && !tellsOfIt(logger, text, thrown(event))) {
            return FilterReply.NEUTRAL;
        }
        if (counted.getAndSet(event) != event) { // once, however many appenders there are
            attempts.incrementAndGet();
        }
        return FilterReply.DENY;
    }

    private static @Nullable Throwable thrown(ILoggingEvent event) {
        return event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    }

    private static boolean tellsOfIt(String logger, String text, @Nullable Throwable thrown) {
        return logger.equals(HEALTH)
                || text.startsWith(NOT_CONNECTED)
                || text.startsWith(NOT_REFRESHED)
                || text.startsWith(NOT_SET_UP) && !text.contains(REFUSED)
                || text.contains(NO_LINE)
                || Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                        .anyMatch(cause -> cause instanceof IllegalStateException // the session is closed
                                || String.valueOf(cause.getMessage()).contains(NO_LINE));
    }

    @Override
    public void close() {
        for (Appender<ILoggingEvent> appender : appenders) {
            List<Filter<ILoggingEvent>> others = appender.getCopyOfAttachedFiltersList();
            appender.clearAllFilters();
            others.stream().filter(filter -> filter != this).forEach(appender::addFilter);
        }
    }
}
