package upvest.gateway.operations;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import upvest.gateway.LinesAMinute;

/** What the log says of refused logins: who, from where and why, some a minute, and how many were left out. */
final class RefusedLogins {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementSecurity.class);
    /** Of wrong passwords, and of those that were not looked at. */
    static final int LINES_A_MINUTE = 20;

    private static final int LONGEST_NAME = 100;

    private final LinesAMinute lines = new LinesAMinute(LINES_A_MINUTE, System::nanoTime);

    @EventListener
    void refused(AbstractAuthenticationFailureEvent failure) {
        add(failure.getAuthentication(), failure.getException());
    }

    void add(Authentication tried, AuthenticationException why) {
        lines.log(
                why.getClass().getName(),
                () -> LOG.atWarn()
                        .addKeyValue("name", printable(tried.getName()))
                        .addKeyValue("from", address(tried))
                        .addKeyValue("cause", why.getMessage()),
                "login refused at the management port");
    }

    /** Where it comes from; empty where that is not known. */
    static String address(Authentication tried) {
        return tried.getDetails() instanceof WebAuthenticationDetails from ? from.getRemoteAddress() : "";
    }

    private static String printable(String name) {
        String line = name.replaceAll("[^ -~]", "?");
        return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "..." : line;
    }
}
