package upvest.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import upvest.gateway.delivery.DeliveryTime;
import upvest.gateway.signature.Reason;

/**
 * Everything the intake ever answers: 200 with an empty body, or a refusal as RFC 9457 problem JSON that tells the status
 * and nothing else. Each answer is counted as {@code upvest.deliveries} by answer and reason; a reason never leaves the
 * gateway.
 */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.answers");
    private static final String RETRY_AFTER_SECONDS = "2";

    private static final Map<HttpStatus, List<String>> REASONS = Map.of(
            HttpStatus.OK,
            List.of("none"),
            HttpStatus.BAD_REQUEST,
            List.of("NO_HTTP"),
            HttpStatus.UNAUTHORIZED,
            Arrays.stream(Reason.values()).map(Reason::name).toList(),
            HttpStatus.METHOD_NOT_ALLOWED,
            List.of("METHOD"),
            HttpStatus.PAYLOAD_TOO_LARGE,
            List.of("TOO_LONG"),
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            List.of("CONTENT_TYPE", "CONTENT_ENCODING"),
            HttpStatus.SERVICE_UNAVAILABLE,
            List.of("NOT_READY", "PAUSED", "SLOW_CLIENT", "DISK_FULL", "INBOX_FULL", "NOT_STORED"));

    private final DeliveryTime time;
    private final Refusals refusals;
    private final Map<String, Counter> counters = new HashMap<>();

    /** All counters are there from the start: one that begins with 1 has not grown for Prometheus. */
    Answers(MeterRegistry registry, DeliveryTime time, Refusals refusals) {
        this.time = time;
        this.refusals = refusals;
        REASONS.forEach((status, reasons) -> reasons.forEach(reason -> counters.put(
                status.value() + reason,
                Counter.builder("upvest.deliveries")
                        .description("Deliveries by answer")
                        .tag("answer", Integer.toString(status.value()))
                        .tag("reason", reason)
                        .register(registry))));
    }

    void accept(HttpServletResponse response, RequestKey request) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentLength(0);
        count(HttpStatus.OK, "none");
        refusals.accepted(request);
        time.accepted();
    }

    /** @param reason one of few words, for the metric; detail for the log only */
    void refuse(HttpServletResponse response, RequestKey request, HttpStatus status, String reason, String detail)
            throws IOException {
        count(status, reason);
        refusals.refused(request, status, reason, detail);
        LOG.atWarn()
                .addKeyValue("answer", status.value())
                .addKeyValue("reason", reason)
                .addKeyValue("detail", detail)
                .log("delivery refused");
        if (!response.isCommitted()) {
            write(response, status);
        }
    }

    /** Writes the problem, without counting it. */
    static void write(HttpServletResponse response, HttpStatus status) throws IOException {
        byte[] problem = String.format(
                        Locale.ROOT,
                        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}",
                        status.getReasonPhrase(),
                        status.value())
                .getBytes(StandardCharsets.UTF_8);
        response.reset();
        response.setStatus(status.value());
        response.setHeader("Connection", "close"); // the body may be unread, and is not waited for
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        if (status == HttpStatus.METHOD_NOT_ALLOWED) {
            response.setHeader("Allow", "POST");
        }
        response.setContentType("application/problem+json");
        response.setContentLength(problem.length);
        response.getOutputStream().write(problem);
    }

    private void count(HttpStatus status, String reason) {
        Objects.requireNonNull(counters.get(status.value() + reason), reason).increment();
    }
}
