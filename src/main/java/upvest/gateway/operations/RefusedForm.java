package upvest.gateway.operations;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

/** Back to the form, without a session: who is not logged in takes no memory here. Who guesses is answered later. */
final class RefusedForm
        implements AuthenticationFailureHandler, ObjectPostProcessor<UsernamePasswordAuthenticationFilter> {
    private final SimpleUrlAuthenticationFailureHandler form =
            new SimpleUrlAuthenticationFailureHandler("/login?error");

    RefusedForm() {
        form.setAllowSessionCreation(false);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        if (failure instanceof TooManyGuesses) {
            DelayedResponse.tooManyGuesses(request, response);
        } else {
            form.onAuthenticationFailure(request, response, failure);
        }
    }

    /** Afterwards, because the form's own setting of a handler forgets its page for errors. */
    @Override
    public <O extends UsernamePasswordAuthenticationFilter> O postProcess(O filter) {
        filter.setAuthenticationFailureHandler(this);
        return filter;
    }
}
