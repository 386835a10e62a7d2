package upvest.gateway.signature;

/** The delivery is not provably Upvest's: answered 401. */
public final class SignatureRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    /** @param detail for the log; holds no secret and nothing of the body */
    SignatureRefused(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
