package upvest.gateway.intake;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Tomcat's own refusals (what is no HTTP) in the same form as the gateway's, and an end to clients that were refused before
 * their body was read: Tomcat would wait for the rest of it, however slowly it comes.
 */
public final class ProblemValve extends ErrorReportValve {
    /** On requests whose body was read to its end. */
    static final String READ = ProblemValve.class.getName() + ".READ";
    /** On requests whose client was too slow. */
    static final String SLOW = ProblemValve.class.getName() + ".SLOW";

    /** Bytes of a refused body that are taken when they are there, so that the client is still there to read the answer. */
    private static final int PATIENCE = 64 * 1024;

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
        HttpStatus status = request.getAttribute(SLOW) != null
                ? HttpStatus.SERVICE_UNAVAILABLE // Tomcat's own word would be 408
                : HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            Answers.write(response.getResponse(), status);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("the client is gone before its refusal was written", e);
        }
    }
}
