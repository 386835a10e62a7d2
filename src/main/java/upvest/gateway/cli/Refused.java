package upvest.gateway.cli;

/** The gateway is there and does not do it for this user. The message says why. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
