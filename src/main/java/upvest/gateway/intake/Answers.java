package upvest.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Everything the intake ever answers: 200 with an empty body, or a refusal as RFC 9457 problem JSON that tells the status
 * and nothing else. Each answer is counted as {@code upvest.deliveries} by answer and reason; a reason never leaves the
 * gateway.
 */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.answers");
    private static final String RETRY_AFTER_SECONDS = "2";

    private final MeterRegistry registry;
    private final Refusals refusals;

    Answers(MeterRegistry registry, Refusals refusals) {
        this.registry = registry;
        this.refusals = refusals;
    }

    void accept(HttpServletResponse response, RequestKey request) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentLength(0);
        count(HttpStatus.OK, "none");
        refusals.accepted(request);
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
        registry.counter("upvest.deliveries", "answer", Integer.toString(status.value()), "reason", reason)
                .increment();
    }
}
