package upvest.gateway.operations;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who asks for an action. */
public final class CurrentUser {
    /** What the login of an operator is granted. */
    public static final String OPERATOR = "ROLE_OPERATOR";

    private CurrentUser() {}

    /** Whether the login is an operator's. */
    public static boolean isOperator() {
        Authentication login = SecurityContextHolder.getContext().getAuthentication();
        return login != null
                && login.getAuthorities().stream().anyMatch(granted -> OPERATOR.equals(granted.getAuthority()));
    }

    /**
     * The name of the login at the management port, and how they call themselves if that is another. JMX without that
     * port has no login.
     *
     * @param said may be blank or null where there is a login
     */
    public static String asks(@Nullable String said) {
        Authentication login = SecurityContextHolder.getContext().getAuthentication();
        String name = said == null ? "" : said.strip();
        if (login == null || login.getName().equals(name)) {
            return name;
        }
        return name.isEmpty() ? login.getName() : login.getName() + " (" + name + ")";
    }
}
