package upvest.gateway.delivery;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import upvest.gateway.LinesAMinute;
import upvest.gateway.contract.DateTime;

/**
 * Says on a message why it is where it is: {@code UpvestFailure}, {@code UpvestFailedRoute}, {@code UpvestFailedAt}. An
 * {@code UpvestFailure} that stands there already is kept. What each means stands in {@code asyncapi/headers.yaml}. The log
 * has {@value #LINES_A_MINUTE} lines a minute for each route and cause: whoever sends bad events without end must not fill
 * the disk.
 */
public final class FailureHeaders implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.failures");
    private static final int LONGEST = 500;
    private static final int LINES_A_MINUTE = 20;

    /** A time-out's words are the gateway's own: step and route. */
    private static final Pattern EXCEPTION =
            Pattern.compile("(?!TimeoutException: no end in)([A-Z][\\w$]+): .*", Pattern.DOTALL);

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
    private final LinesAMinute lines = new LinesAMinute(LINES_A_MINUTE, System::nanoTime);

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
        Replayed again = DeliveryTransaction.replayed();
        if (again == null || !again.rehearsal()) { // else nothing has happened
            log(message, cause == null ? "" : cause.getClass().getSimpleName());
        }
    }

    private void log(Message message, String cause) {
        lines.log(
                message.getHeader("UpvestFailedRoute") + " " + cause,
                () -> line(message),
                "event did not reach its domain");
    }

    private LoggingEventBuilder line(Message message) {
        LoggingEventBuilder line = log.atWarn();
        for (Map.Entry<String, String> key : LOGGED.entrySet()) {
            Object value = message.getHeader(key.getValue());
            if (value != null) {
                line = line.addKeyValue(key.getKey(), value);
            }
        }
        String failure = message.getHeader("UpvestFailure", String.class);
        return failure == null ? line : line.addKeyValue("why", told(failure));
    }

    /** An {@code UpvestFailure} without what it may quote of the event: an exception is its name alone. */
    public static String told(String failure) {
        return EXCEPTION.matcher(failure).replaceFirst("$1");
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
