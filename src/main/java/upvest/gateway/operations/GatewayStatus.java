package upvest.gateway.operations;

import java.util.List;
import java.util.Map;

/**
 * How the gateway is, at one moment: what {@code bin/gateway status} shows.
 *
 * @param notAcceptingBecause empty when deliveries are accepted
 * @param blockedBecause empty when Upvest is not blocked
 * @param lastAccepted by subscription, when its last delivery was answered 200
 * @param lastRefusal at, answer, reason and detail; empty when there was none since the start
 * @param refused how many requests since the start, by answer and reason
 * @param late times, at and age (seconds) of deliveries that came after the end of their signature; empty when none did
 * @param keys the trusted ones, as {@link upvest.gateway.intake.KeyReport} tells them; empty when none are needed
 * @param inbox deliveries that wait for their routes: waiting, oldest, heldBecause, heldSince
 * @param channels by queue: messages, delivering, consumers, paused, and oldest where a message waits
 * @param failed by queue, invalid, dead and unknown: messages, and reasons with how often
 * @param ledger rows, exact and bytes
 * @param disk free and total, bytes, of the data folder
 * @param attention one line for each thing that somebody should look at
 */
record GatewayStatus(
        String at,
        String notAcceptingBecause,
        String blockedBecause,
        Map<String, String> lastAccepted,
        Map<String, Object> lastRefusal,
        Map<String, Long> refused,
        Map<String, Object> late,
        Map<String, Object> keys,
        Map<String, Object> inbox,
        Map<String, Map<String, Object>> channels,
        Map<String, Map<String, Object>> failed,
        Map<String, Object> ledger,
        Map<String, Object> disk,
        List<String> attention) {

    boolean accepting() {
        return notAcceptingBecause.isEmpty();
    }

    boolean blocked() {
        return !blockedBecause.isEmpty();
    }
}
