package upvest.gateway.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes into the audit what operators do through Jolokia and no viewer may do: heap dumps, looking at messages, removing
 * them, settings that are changed. The gateway's own MBeans write more exact lines by themselves.
 */
final class AuditFilter extends OncePerRequestFilter {
    private static final String OWN = "upvest.gateway";

    /** Of the request on this thread: Jolokia makes its {@link RoleRestrictor} itself. */
    private static final ThreadLocal<@Nullable Audit> CURRENT = new ThreadLocal<>();

    private final Audit audit;

    AuditFilter(Audit audit) {
        this.audit = audit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        CURRENT.set(audit);
        try {
            chain.doFilter(request, response);
        } finally {
            CURRENT.remove();
        }
    }

    /** @return true, once it is written; an act that cannot be written down is not done */
    static boolean told(String what, ObjectName mbean) {
        Audit audit = CURRENT.get();
        if (audit != null && !mbean.getDomain().equals(OWN)) {
            audit.add(new Action(CurrentUser.asks(""), "jolokia " + what, mbean.toString(), false), 0, "asked for");
        }
        return true;
    }
}
