package upvest.gateway.delivery;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ValidationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.contract.DateTime;

/**
 * Says on a message why it is where it is: {@code UpvestFailure}, {@code UpvestFailedRoute}, {@code UpvestFailedAt}. An
 * {@code UpvestFailure} that stands there already is kept. What each means stands in {@code asyncapi/headers.yaml}.
 */
public final class FailureHeaders implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.failures");
    private static final int LONGEST = 500;
    private static final Map<String, String> LOGGED = new TreeMap<>(Map.of(
            "delivery",
            "UpvestDeliveryId",
            "event",
            "UpvestEventId",
            "type",
            "UpvestEventType",
            "route",
            "UpvestFailedRoute"));

    private final Clock clock;
    private final Logger log;

    FailureHeaders(Clock clock) {
        this(clock, LOG);
    }

    /** @param log where each failure is told, without what the event contains */
    public FailureHeaders(Clock clock, Logger log) {
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getIn();
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause != null && message.getHeader("UpvestFailure") == null) {
            message.setHeader("UpvestFailure", reason(cause));
        }
        message.setHeader(
                "UpvestFailedRoute",
                exchange.getProperty(FailedRoute.PROPERTY, exchange.getFromRouteId(), String.class));
        message.setHeader("UpvestFailedAt", DateTime.millis(clock.instant()));
        log(message, cause);
    }

    private void log(Message message, @Nullable Exception cause) {
        Replayed again = DeliveryTransaction.replayed();
        if (again != null && again.rehearsal()) {
            return; // nothing has happened
        }
        var line = log.atWarn();
        for (Map.Entry<String, String> key : LOGGED.entrySet()) {
            Object value = message.getHeader(key.getValue());
            if (value != null) {
                line = line.addKeyValue(key.getKey(), value);
            }
        }
        if (cause != null) {
            line = line.addKeyValue("cause", cause.getClass().getSimpleName());
        }
        line.log("event did not reach its domain");
    }

    private static String reason(Exception cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        String reason = cause instanceof ValidationException
                ? message
                : cause.getClass().getSimpleName() + ": "
                        + message.lines().findFirst().orElse("");
        return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason;
    }
}
