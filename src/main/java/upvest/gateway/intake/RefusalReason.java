package upvest.gateway.intake;

import java.util.List;
import org.springframework.http.HttpStatus;

/** Why a request is not taken. For logs and metrics, never for the answer. */
public enum RefusalReason {
    /** A header that the signature needs is not there. */
    MISSING(HttpStatus.UNAUTHORIZED),
    /** A signature header does not parse. */
    MALFORMED(HttpStatus.UNAUTHORIZED),
    /** The signature does not cover the method, the path or the body. */
    UNCOVERED(HttpStatus.UNAUTHORIZED),
    /** The key is not among the trusted ones. */
    UNKNOWN_KEY(HttpStatus.UNAUTHORIZED),
    /** Older than the ledger remembers or {@code upvest.signature.window} allows, or made in the future. */
    STALE(HttpStatus.UNAUTHORIZED),
    /** The body is not the one the digest was made of. */
    DIGEST_MISMATCH(HttpStatus.UNAUTHORIZED),
    /** The signature does not belong to this request and key. */
    BAD_SIGNATURE(HttpStatus.UNAUTHORIZED),
    /** Signed, and for another path than {@code upvest.path}. */
    PATH(HttpStatus.NOT_FOUND),
    /** No POST. */
    METHOD(HttpStatus.METHOD_NOT_ALLOWED),
    /** Longer than {@code upvest.limits.body}. */
    TOO_LONG(HttpStatus.PAYLOAD_TOO_LARGE),
    /** Not JSON in UTF-8. */
    CONTENT_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    /** Compressed, or encoded in another way. */
    CONTENT_ENCODING(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    /** What the server cannot read as HTTP. */
    NO_HTTP(
            HttpStatus.BAD_REQUEST,
            HttpStatus.EXPECTATION_FAILED,
            HttpStatus.NOT_IMPLEMENTED,
            HttpStatus.HTTP_VERSION_NOT_SUPPORTED),
    /** The headers are longer than the server takes. */
    HEAD_TOO_LARGE(HttpStatus.BAD_REQUEST),
    /** The server failed before the request came to the intake. */
    FAILED(HttpStatus.INTERNAL_SERVER_ERROR),
    /** Starting, stopping, or the intake's route is stopped. */
    NOT_READY(HttpStatus.SERVICE_UNAVAILABLE),
    /** There is no key to verify with. */
    NO_KEYS(HttpStatus.SERVICE_UNAVAILABLE),
    /** By an operator. */
    PAUSED(HttpStatus.SERVICE_UNAVAILABLE),
    /** The body did not arrive in time. */
    SLOW_CLIENT(HttpStatus.SERVICE_UNAVAILABLE),
    /** No room for the delivery on the disk. */
    DISK_FULL(HttpStatus.SERVICE_UNAVAILABLE),
    /** {@code upvest.inbox.limit} deliveries wait. */
    INBOX_FULL(HttpStatus.SERVICE_UNAVAILABLE),
    /** The broker did not take it. */
    NOT_STORED(HttpStatus.SERVICE_UNAVAILABLE),
    /** Not signed, and refused for another reason: not Upvest's. */
    STRANGER(
            HttpStatus.BAD_REQUEST,
            HttpStatus.NOT_FOUND,
            HttpStatus.METHOD_NOT_ALLOWED,
            HttpStatus.PAYLOAD_TOO_LARGE,
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            HttpStatus.EXPECTATION_FAILED,
            HttpStatus.INTERNAL_SERVER_ERROR,
            HttpStatus.NOT_IMPLEMENTED,
            HttpStatus.HTTP_VERSION_NOT_SUPPORTED);

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable one
    private final List<HttpStatus> answers;

    RefusalReason(HttpStatus... answers) {
        this.answers = List.of(answers);
    }

    /** How it may be answered, the usual one first. */
    List<HttpStatus> answers() {
        return answers;
    }
}
