package upvest.gateway.operations;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Checks passwords. Their hash is slow on purpose, so that who guesses would slow down everything else: one is checked at a
 * time, few wait for it, and {@link FailedLogins} lets an address that guesses wait longer. A password that was right is known
 * again, by a keyed hash in memory, and waits for nobody.
 */
final class PasswordCheck implements AuthenticationProvider {
    private static final String HASH = "HmacSHA256";
    private static final int MOST_WAITING = 8;
    private static final int LONGEST_WAIT_SECONDS = 2;

    private final UserDetailsService users;
    private final DaoAuthenticationProvider slow;
    private final FailedLogins failedLogins;
    private final RefusedLogins refused;
    private final Semaphore turn = new Semaphore(1, true);
    private final Map<String, byte[]> right = new ConcurrentHashMap<>();
    private final SecretKeySpec key;

    PasswordCheck(UserDetailsService users, PasswordEncoder encoder, FailedLogins failedLogins, RefusedLogins refused) {
        this.users = users;
        this.slow = new DaoAuthenticationProvider(users);
        slow.setPasswordEncoder(encoder);
        this.failedLogins = failedLogins;
        this.refused = refused;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, HASH);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return slow.supports(authentication);
    }

    @Override
    public Authentication authenticate(Authentication tried) throws AuthenticationException {
        String address = RefusedLogins.address(tried);
        byte[] hash = hash(String.valueOf(tried.getCredentials()));
        byte[] known = right.get(tried.getName());
        if (known != null && MessageDigest.isEqual(known, hash)) {
            return again(tried);
        }
        if (!failedLogins.mayTry(address) || turn.getQueueLength() >= MOST_WAITING || !isTurn()) {
            throw tooMany(tried);
        }
        try {
            Authentication in = check(tried, address);
            right.put(tried.getName(), hash);
            return in;
        } finally {
            turn.release();
        }
    }

    /** Alone: others from this address may have guessed while this one waited. */
    private Authentication check(Authentication tried, String address) {
        if (!failedLogins.mayTry(address)) {
            throw tooMany(tried);
        }
        try {
            Authentication in = slow.authenticate(tried);
            failedLogins.right(address);
            return in;
        } catch (AuthenticationException e) {
            failedLogins.wrong(address);
            throw e;
        }
    }

    private Authentication again(Authentication tried) throws UsernameNotFoundException {
        UserDetails user = users.loadUserByUsername(tried.getName());
        UsernamePasswordAuthenticationToken in =
                UsernamePasswordAuthenticationToken.authenticated(user, tried.getCredentials(), user.getAuthorities());
        in.setDetails(tried.getDetails());
        return in;
    }

    private TooManyGuesses tooMany(Authentication tried) {
        TooManyGuesses why = new TooManyGuesses();
        refused.add(tried, why);
        return why;
    }

    private boolean isTurn() {
        try {
            return turn.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private byte[] hash(String password) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(key);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HASH + " is part of every Java platform", e);
        }
    }
}
