package upvest.gateway;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Somebody who may log in at the management port.
 *
 * @param password its bcrypt hash, with {@code {bcrypt}} before it
 */
public record Operator(String name, String password, Role role) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern HASH = Pattern.compile("\\{bcrypt}\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

    public Operator {
        if (!NAME.matcher(Objects.requireNonNullElse(name, "")).matches()) {
            throw new WrongSetting("upvest.operators: a name has 1 to 64 letters, digits or . _ @ -");
        }
        if (!HASH.matcher(Objects.requireNonNullElse(password, "")).matches()) {
            throw new WrongSetting("upvest.operators: the password of " + name + " must be a hash that begins with"
                    + " {bcrypt}; bin/gateway hash-password makes one");
        }
        if (role == null) {
            throw new WrongSetting("upvest.operators: " + name + " has no role, write viewer or operator");
        }
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return "Operator[" + name + ", " + role + "]";
    }

    /** What somebody may do at the management port. */
    public enum Role {
        /** Sees everything but messages, changes nothing. */
        VIEWER,
        /** Sees everything and invokes everything. */
        OPERATOR
    }
}
