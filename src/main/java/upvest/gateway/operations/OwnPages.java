package upvest.gateway.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a page of another site, or of another port of this machine, asks for: browsers say with {@code Origin}
 * whose page it is, and it must be the host and port that were asked. Cookies know no ports, so a login alone says
 * nothing about the page.
 */
final class OwnPages extends OncePerRequestFilter {
    private static final String HTTP = ":80";
    private static final String HTTPS = ":443";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (!isPlain(request)) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else if (origin == null || isOf(request.getHeader(HttpHeaders.HOST), origin)) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** Another spelling of a servlet's path, with escapes, would find the servlet and confuse what guards it. */
    private static boolean isPlain(HttpServletRequest request) {
        return request.getHttpServletMapping().getMappingMatch() == MappingMatch.DEFAULT
                || request.getRequestURI().startsWith(request.getServletPath());
    }

    /** Without the scheme, which a proxy in front may change. */
    private static boolean isOf(@Nullable String host, String origin) {
        String page = authority(origin);
        return host != null && page != null && plain(host).equals(plain(page));
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority(); // none in "null"
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String plain(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(HTTP) || lower.endsWith(HTTPS) ? lower.substring(0, lower.lastIndexOf(':')) : lower;
    }
}
