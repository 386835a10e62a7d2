package upvest.gateway.signature;

/** Why a delivery was refused. For logs and metrics, never for the answer. */
public enum Reason {
    /** A header the signature needs is not there. */
    MISSING,
    /** A signature header does not parse. */
    MALFORMED,
    /** The signature does not cover the method, the path or the body. */
    UNCOVERED,
    /** The key is not among the trusted ones. */
    UNKNOWN_KEY,
    /** Older than the ledger remembers or {@code upvest.signature.window} allows, or made in the future. */
    STALE,
    /** The body is not the one the digest was made of. */
    DIGEST_MISMATCH,
    /** The signature does not belong to this request and key. */
    BAD_SIGNATURE
}
