package upvest.gateway.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.apache.activemq.artemis.core.server.ActivationFailureListener;
import org.apache.activemq.artemis.core.server.ActiveMQLockAcquisitionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;

/** Why an embedded broker did not start. It tells it to its listeners only, and logs a stack trace that is not needed. */
final class StartFailure extends TurboFilter implements ActivationFailureListener, AutoCloseable {
    /** Artemis: "Failure in initialisation". */
    private static final String LOGGED = "AMQ224000";

    /** Artemis: "Failed to bind acceptor". */
    private static final String NOT_BOUND = "AMQ229230";

    private final LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
    private @Nullable Exception failure;

    StartFailure() {
        log.addTurboFilter(this);
        start();
    }

    @Override
    public void activationFailed(Exception e) {
        failure = e;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable thrown) {
        return format != null && format.startsWith(LOGGED) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    @Override
    public void close() {
        log.getTurboFilterList().remove(this);
    }

    /** Remembers what a start has thrown. */
    void add(Exception thrown) {
        failure = failure == null ? thrown : failure;
    }

    /** In the words of the settings. */
    WrongSetting told(GatewayProperties properties) {
        String folder = properties.data().resolve("broker").toString();
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ActiveMQLockAcquisitionTimeoutException) {
                return WrongSetting.folderInUse(properties.data(), failure);
            }
            deepest = cause;
        }
        String why = deepest == null ? "it does not say why" : String.valueOf(deepest.getMessage());
        if (failure != null && String.valueOf(failure.getMessage()).startsWith(NOT_BOUND)) {
            return new WrongSetting(
                    "upvest.broker.port: port " + properties.broker().port() + " of 127.0.0.1 cannot be used: " + why,
                    failure);
        }
        return new WrongSetting("upvest.data: the embedded broker does not start in " + folder + ": " + why, failure);
    }
}
