package upvest.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpStatus;
import upvest.gateway.delivery.DeliveryTime;

/**
 * Everything the intake ever answers, the server's own refusals included: 200 with an empty body, or a refusal as RFC 9457
 * problem JSON that tells the status and nothing else. Each answer is counted as {@code upvest.deliveries} by answer and
 * reason; a reason never leaves the gateway.
 */
final class Answers {
    private static final String RETRY_AFTER_SECONDS = "2";

    /** What the metric says where there is no reason. */
    private static final String ACCEPTED = "none";

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
        counter(HttpStatus.OK, ACCEPTED);
        for (RefusalReason reason : RefusalReason.values()) {
            reason.answers().forEach(status -> counter(status, reason.name()));
        }
    }

    void accept(HttpServletResponse response, RequestKey request) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentLength(0);
        counter(HttpStatus.OK, ACCEPTED).increment();
        refusals.accepted(request);
        time.accepted();
    }

    void refuse(HttpServletResponse response, RequestKey request, Refused refused) throws IOException {
        counter(refused.status(), refused.reason().name()).increment();
        refusals.refused(request, refused);
        log.add(refused);
        if (!response.isCommitted()) {
            write(response, refused.status());
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
