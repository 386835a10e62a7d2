package upvest.gateway.operations;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;

/**
 * Takes the token that a session must show from a header alone, as Hawtio sends what the cookie says: no page of another
 * site can set one, an address it can write. The two forms of the login have no header.
 */
final class HeaderToken extends CsrfTokenRequestAttributeHandler {
    /** Hawtio needs the cookie from its first page on. */
    HeaderToken() {
        setCsrfRequestAttributeName(null);
    }

    @Override
    public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
        return ManagementSecurity.isForm(request)
                ? super.resolveCsrfTokenValue(request, token)
                : request.getHeader(token.getHeaderName());
    }
}
