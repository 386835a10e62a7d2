package upvest.gateway.delivery;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ValidationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import upvest.gateway.LinesAMinute;
import upvest.gateway.MessageHeaders;

/**
 * Makes a message what arrived, whatever a route or an outbox did to it, and says why it is where it is: {@code
 * UpvestFailure}, {@code UpvestFailedRoute}, {@code UpvestFailedAt}. An {@code UpvestFailure} that stands there already is
 * kept. What each means stands in {@code asyncapi/headers.yaml}. The log
 * has {@value #LINES_A_MINUTE} lines a minute for each route and cause: whoever sends bad events without end must not fill
 * the disk.
 */
public final class FailureHeaders implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.failures");
    private static final String FAILURE = MessageHeaders.FAILURE;
    private static final int LONGEST = 500;
    private static final int LINES_A_MINUTE = 20;

    /** Of what an exception says, only where it happened is the gateway's own; so are a time-out's words. */
    private static final Pattern EXCEPTION = Pattern.compile(
            "(?!TimeoutException: no end in)([A-Z][\\w$]+): .*?(, at [\\w./-]+(?::\\d+)?)?", Pattern.DOTALL);

    private static final Map<String, String> LOGGED = new TreeMap<>(Map.of(
            "delivery",
            MessageHeaders.DELIVERY_ID,
            "event",
            MessageHeaders.EVENT_ID,
            "type",
            MessageHeaders.EVENT_TYPE,
            "route",
            MessageHeaders.FAILED_ROUTE));

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
        Object known = message.getHeader(FAILURE);
        restore(exchange);
        message.setHeader(FAILURE, known != null ? known : reason(cause, exchange));
        message.setHeader(
                MessageHeaders.FAILED_ROUTE,
                exchange.getProperty(FailedRoute.PROPERTY, exchange.getFromRouteId(), String.class));
        message.setHeader(MessageHeaders.FAILED_AT, DateTime.millis(clock.instant()));
        Replayed again = DeliveryTransaction.replayed();
        DeliveryTransaction current = DeliveryTransaction.current();
        boolean counts = (again == null || !again.rehearsal()) && (current == null || !current.isLost());
        if (counts) { // else nothing has happened
            log(message, cause == null ? "" : cause.getClass().getSimpleName());
        }
    }

    private static void restore(Exchange exchange) {
        DeliveryTransaction delivery = DeliveryTransaction.current();
        if (delivery != null) {
            delivery.restore(exchange.getIn());
        } else {
            FromOutbox.restore(exchange);
        }
    }

    private void log(Message message, String cause) {
        lines.log(
                message.getHeader(MessageHeaders.FAILED_ROUTE) + " " + cause,
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
        String failure = message.getHeader(MessageHeaders.FAILURE, String.class);
        return failure == null ? line : line.addKeyValue("why", told(failure));
    }

    /** An {@code UpvestFailure} without what it may quote of the event: an exception's name, and where it happened. */
    public static String told(String failure) {
        Matcher exception = EXCEPTION.matcher(failure);
        return exception.matches() ? exception.group(1) + Objects.toString(exception.group(2), "") : failure;
    }

    private static String reason(@Nullable Exception cause, Exchange exchange) {
        if (cause == null) {
            return "a route has sent it here";
        }
        if (cause instanceof ValidationException) {
            return shortened(String.valueOf(cause.getMessage()));
        }
        String step = FailedStep.of(exchange);
        return shortened(Causes.told(cause)) + (step == null ? "" : ", at " + step);
    }

    private static String shortened(String reason) {
        return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason;
    }
}
