package upvest.gateway.intake;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Tomcat's own refusals (what is no HTTP) in the same form as the gateway's, counted as they are, and an end to clients
 * that were refused before their body was read: Tomcat would wait for the rest of it, however slowly it comes.
 */
public final class ProblemValve extends ErrorReportValve {
    /** On requests whose body was read to its end. */
    static final String READ = ProblemValve.class.getName() + ".READ";
    /** On requests whose client was too slow. */
    static final String SLOW = ProblemValve.class.getName() + ".SLOW";

    /** Bytes of a refused body that are taken when they are there, so that the client is still there to read the answer. */
    private static final int PATIENCE = 64 * 1024;

    private static final String TOO_LARGE =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    private final Answers answers;
    private final SenderGuess likeness;

    ProblemValve(Answers answers, SenderGuess likeness) {
        this.answers = answers;
        this.likeness = likeness;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        super.invoke(request, response);
        if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST && request.getAttribute(READ) == null) {
            response.finishResponse();
            takeWhatIsThere(request);
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Never waits: a client that sends slowly would hold the thread. */
    private static void takeWhatIsThere(Request request) {
        try {
            InputStream in = request.getInputStream();
            for (int taken = 0; taken < PATIENCE && in.available() > 0; taken++) {
                if (in.read() < 0) {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            LogFactory.getLog(ProblemValve.class).debug("the rest of a refused body is of no use", e);
        }
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        boolean slow = request.getAttribute(SLOW) != null; // counted already
        HttpStatus status = slow
                ? HttpStatus.SERVICE_UNAVAILABLE // Tomcat's own word would be 408
                : HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            if (slow) {
                Answers.write(response.getResponse(), status);
            } else {
                refuse(request, response, status, failure);
            }
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("the client is gone before its refusal was written", e);
        }
    }

    private void refuse(Request request, Response response, HttpStatus status, @Nullable Throwable failure)
            throws IOException {
        RefusalReason reason;
        String detail;
        if (failure != null && TOO_LARGE.equals(failure.getMessage())) {
            reason = RefusalReason.HEAD_TOO_LARGE;
            detail = "the headers are longer than server.max-http-request-header-size";
        } else if (status == HttpStatus.INTERNAL_SERVER_ERROR) {
            reason = RefusalReason.FAILED;
            detail = failure == null
                    ? "for no reason that is known"
                    : failure.getClass().getName();
        } else {
            reason = status == HttpStatus.METHOD_NOT_ALLOWED ? RefusalReason.METHOD : RefusalReason.NO_HTTP;
            detail = headOf(status);
        }
        boolean stranger = !likeness.mayBeDelivery(request);
        answers.refuse(
                response.getResponse(),
                RequestKey.of(request),
                new Refused(status, stranger ? RefusalReason.STRANGER : reason, detail));
    }

    /** Why the server takes no such head. */
    private static String headOf(HttpStatus status) {
        return switch (status) {
            case METHOD_NOT_ALLOWED -> "only POST delivers";
            case EXPECTATION_FAILED -> "an Expect that the server does not know";
            case NOT_IMPLEMENTED -> "a Transfer-Encoding that the server does not know";
            case HTTP_VERSION_NOT_SUPPORTED -> "another version of HTTP";
            default -> "the head breaks HTTP's rules: request line, Host or another header";
        };
    }
}
