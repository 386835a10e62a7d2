package upvest.gateway.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import jakarta.jms.IllegalStateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * What the log says while the broker cannot be reached: one line when it begins, one a minute, one when it ends. The lines
 * of all who try to reach it meanwhile, most with a stack trace, are counted instead.
 */
final class BrokerAbsence extends TurboFilter implements AutoCloseable {
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

    private final LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Clock clock;
    private final AtomicLong attempts = new AtomicLong();
    private volatile @Nullable Instant since;
    private @Nullable Instant told;

    BrokerAbsence(Clock clock) {
        this.clock = clock;
        log.addTurboFilter(this);
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
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable thrown) {
        if (format == null || !level.isGreaterOrEqual(Level.INFO) || !OTHERS.contains(logger.getName())) {
            return FilterReply.NEUTRAL;
        }
        boolean onlyThen = logger.getName().equals(CLIENT) || logger.getName().equals(SLOW_HEALTH);
        if (!(onlyThen && since != null) && !tellsOfIt(logger.getName(), format, thrown)) {
            return FilterReply.NEUTRAL;
        }
        attempts.incrementAndGet();
        return FilterReply.DENY;
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
        log.getTurboFilterList().remove(this);
    }
}
