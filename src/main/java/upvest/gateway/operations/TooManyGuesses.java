package upvest.gateway.operations;

import org.springframework.security.core.AuthenticationException;

/** The password was not looked at: too many wrong ones came from this address, or too many wait for their turn. */
final class TooManyGuesses extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    TooManyGuesses() {
        super("not looked at: too many wrong ones from this address, or too many at once");
    }
}
