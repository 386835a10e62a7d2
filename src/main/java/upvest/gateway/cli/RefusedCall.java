package upvest.gateway.cli;

/** The gateway is there and does not do it for this user. The message says why. */
final class RefusedCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedCall(String message) {
        super(message);
    }
}
