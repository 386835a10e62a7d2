package upvest.gateway.operations;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;

/**
 * The answer to who is not logged in: the form to a browser that opens a page; 401 to all else, without the header that
 * would make a browser ask for a password in a window of its own where a page of Hawtio's asks in the background. Who
 * guesses is answered later.
 */
final class Challenge implements AuthenticationEntryPoint {
    private final AuthenticationEntryPoint form = new LoginUrlAuthenticationEntryPoint("/login");
    private final AuthenticationEntryPoint background = new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED);
    private final BasicAuthenticationEntryPoint machine = new BasicAuthenticationEntryPoint();
    private final boolean offersForm;

    Challenge(boolean offersForm) {
        this.offersForm = offersForm;
        machine.setRealmName("upvest-gateway");
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        if (failure instanceof TooManyGuesses) {
            DelayedResponse.tooManyGuesses(request, response);
            return;
        }
        choose(request).commence(request, response, failure);
    }

    private AuthenticationEntryPoint choose(HttpServletRequest request) {
        if (offersForm && isPage(request)) {
            return form;
        }
        return request.getHeader("Sec-Fetch-Mode") != null ? background : machine;
    }

    /** Whether a browser opens a page. */
    static boolean isPage(HttpServletRequest request) {
        String accepts = request.getHeader(HttpHeaders.ACCEPT);
        return accepts != null && accepts.contains(MediaType.TEXT_HTML_VALUE);
    }
}
