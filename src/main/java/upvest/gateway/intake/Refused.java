package upvest.gateway.intake;

import java.io.IOException;
import org.springframework.http.HttpStatus;

/** A request is not taken. It knows no stack trace: strangers must not cost much. */
public final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final HttpStatus status;
    private final RefusalReason reason;

    /** @param detail for the log; holds no secret and nothing of the body */
    Refused(RefusalReason reason, String detail) {
        this(reason.answers().get(0), reason, detail);
    }

    Refused(HttpStatus status, RefusalReason reason, String detail) {
        super(detail);
        this.status = status;
        this.reason = reason;
    }

    HttpStatus status() {
        return status;
    }

    /** Why. */
    public RefusalReason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
