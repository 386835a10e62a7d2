package upvest.gateway.intake;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Tomcat's own refusals (what is no HTTP) in the same form as the gateway's, and an end to clients that were cut off:
 * Tomcat would wait for the rest of their body.
 */
public final class ProblemValve extends ErrorReportValve {
    static final String CUT_OFF = ProblemValve.class.getName() + ".CUT_OFF";

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        super.invoke(request, response);
        if (request.getAttribute(CUT_OFF) != null) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        HttpStatus status = request.getAttribute(CUT_OFF) != null
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
