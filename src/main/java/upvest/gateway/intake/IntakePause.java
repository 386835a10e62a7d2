package upvest.gateway.intake;

/** Whether an operator has paused the intake: deliveries are answered 503 then. */
public interface IntakePause {
    /** Asked for each request. */
    boolean intakePaused();
}
