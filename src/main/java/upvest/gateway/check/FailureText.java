package upvest.gateway.check;

import upvest.gateway.delivery.Causes;

/** Why something failed, in one line. */
final class FailureText {
    private FailureText() {}

    /** What the innermost cause says: Camel's outer ones repeat the route. */
    static String deepest(Throwable failure) {
        Throwable deepest = Causes.deepest(failure);
        String message =
                String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
        return message.isBlank() ? deepest.getClass().getSimpleName() : message;
    }
}
