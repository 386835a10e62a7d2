package upvest.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpStatus;
import upvest.gateway.delivery.DeliveryTime;
import upvest.gateway.signature.Reason;

/**
 * Everything the intake ever answers, the server's own refusals included: 200 with an empty body, or a refusal as RFC 9457
 * problem JSON that tells the status and nothing else. Each answer is counted as {@code upvest.deliveries} by answer and
 * reason; a reason never leaves the gateway.
 */
final class Answers {
    private static final String RETRY_AFTER_SECONDS = "2";

    /** Of the server itself: what it cannot read, and a head that is too large. */
    static final String NO_HTTP = "NO_HTTP";

    static final String HEAD_TOO_LARGE = "HEAD_TOO_LARGE";
    static final String FAILED = "FAILED";

    private static final Map<HttpStatus, List<String>> REASONS = Map.ofEntries(
            Map.entry(HttpStatus.OK, List.of("none")),
            Map.entry(HttpStatus.BAD_REQUEST, List.of(NO_HTTP, HEAD_TOO_LARGE, Refusals.STRANGER)),
            Map.entry(
                    HttpStatus.UNAUTHORIZED,
                    Arrays.stream(Reason.values()).map(Reason::name).toList()),
            Map.entry(HttpStatus.NOT_FOUND, List.of("PATH", Refusals.STRANGER)),
            Map.entry(HttpStatus.METHOD_NOT_ALLOWED, List.of("METHOD", Refusals.STRANGER)),
            Map.entry(HttpStatus.PAYLOAD_TOO_LARGE, List.of("TOO_LONG", Refusals.STRANGER)),
            Map.entry(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, List.of("CONTENT_TYPE", "CONTENT_ENCODING", Refusals.STRANGER)),
            Map.entry(HttpStatus.EXPECTATION_FAILED, List.of(NO_HTTP, Refusals.STRANGER)),
            Map.entry(HttpStatus.INTERNAL_SERVER_ERROR, List.of(FAILED, Refusals.STRANGER)),
            Map.entry(HttpStatus.NOT_IMPLEMENTED, List.of(NO_HTTP, Refusals.STRANGER)),
            Map.entry(HttpStatus.HTTP_VERSION_NOT_SUPPORTED, List.of(NO_HTTP, Refusals.STRANGER)),
            Map.entry(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    List.of("NOT_READY", "NO_KEYS", "PAUSED", "SLOW_CLIENT", "DISK_FULL", "INBOX_FULL", "NOT_STORED")));

    private final MeterRegistry registry;
    private final RefusalLog log = new RefusalLog(System::nanoTime);
    private final DeliveryTime time;
    private final Refusals refusals;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /** All counters are there from the start: one that begins with 1 has not grown for Prometheus. */
    Answers(MeterRegistry registry, DeliveryTime time, Refusals refusals) {
        this.time = time;
        this.refusals = refusals;
        this.registry = registry;
        REASONS.forEach((status, reasons) -> reasons.forEach(reason -> counter(status, reason)));
    }

    void accept(HttpServletResponse response, RequestKey request) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentLength(0);
        counter(HttpStatus.OK, "none").increment();
        refusals.accepted(request);
        time.accepted();
    }

    /** @param reason one of few words, for the metric; detail for the log only */
    void refuse(HttpServletResponse response, RequestKey request, HttpStatus status, String reason, String detail)
            throws IOException {
        counter(status, reason).increment();
        refusals.refused(request, status, reason, detail);
        log.add(status, reason, detail);
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

    private Counter counter(HttpStatus status, String reason) {
        return counters.computeIfAbsent(status.value() + reason, any -> Counter.builder("upvest.deliveries")
                .description("Deliveries by answer")
                .tag("answer", Integer.toString(status.value()))
                .tag("reason", reason)
                .register(registry));
    }
}
