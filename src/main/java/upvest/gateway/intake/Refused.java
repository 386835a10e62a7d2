package upvest.gateway.intake;

import java.io.IOException;
import org.springframework.http.HttpStatus;

/** Why a request is not taken. */
final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final HttpStatus status;
    private final String reason;

    /**
     * A refusal.
     *
     * @param reason one of few words, for the metric
     * @param detail for the log
     */
    Refused(HttpStatus status, String reason, String detail) {
        super(detail);
        this.status = status;
        this.reason = reason;
    }

    /** Upvest is to try again. */
    static Refused unavailable(String reason, String detail) {
        return new Refused(HttpStatus.SERVICE_UNAVAILABLE, reason, detail);
    }

    HttpStatus status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
