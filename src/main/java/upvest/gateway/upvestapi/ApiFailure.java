package upvest.gateway.upvestapi;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Upvest did not do what it was asked for. The message says why, in Upvest's words and ours, and holds no secret. */
public final class ApiFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;

    /**
     * An answer other than 2xx, or none.
     *
     * @param status 0 when there was no answer
     */
    ApiFailure(int status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** The answer's status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** How long Upvest asks to wait; null when it does not say. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may succeed a little later. */
    public boolean passing() {
        return status == 0 || status == 429 || status >= 500;
    }
}
