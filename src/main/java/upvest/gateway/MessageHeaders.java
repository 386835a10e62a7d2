package upvest.gateway;

/** The names of the headers on an event's message; {@code asyncapi/headers.yaml} says what is in them. */
public final class MessageHeaders {
    /** The id of the event. */
    public static final String EVENT_ID = "UpvestEventId";

    /** Its type. */
    public static final String EVENT_TYPE = "UpvestEventType";

    /** The part of the type before the dot. */
    public static final String CATEGORY = "UpvestCategory";

    /** The id of the object that it is about. */
    public static final String OBJECT_ID = "UpvestObjectId";

    /** When Upvest created it. */
    public static final String CREATED_AT = "UpvestCreatedAt";

    /** The delivery that brought it. */
    public static final String DELIVERY_ID = "UpvestDeliveryId";

    /** When that was received. */
    public static final String RECEIVED_AT = "UpvestReceivedAt";

    /** Why it is set aside. */
    public static final String FAILURE = "UpvestFailure";

    /** The innermost route that failed. */
    public static final String FAILED_ROUTE = "UpvestFailedRoute";

    /** When. */
    public static final String FAILED_AT = "UpvestFailedAt";

    /** Who replayed it, when and why. */
    public static final String REPLAY = "UpvestReplay";

    /** How often it was replayed. */
    public static final String REPLAY_ATTEMPTS = "UpvestReplayAttempts";

    private MessageHeaders() {}
}
