package upvest.gateway.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import upvest.gateway.intake.KeyReport;
import upvest.gateway.ledger.LedgerSize;

/**
 * How the gateway is, at one moment: what {@code bin/gateway status} shows.
 *
 * @param notAcceptingBecause empty when deliveries are accepted
 * @param blockedBecause empty when Upvest is not blocked
 * @param lastAccepted by subscription, when its last delivery was answered 200
 * @param lastRefusal the last that may be Upvest's; null when there was none since the start
 * @param refused how many requests since the start, by answer and reason
 * @param late deliveries that came after the end of their signature; null when none did since the start
 * @param keys the trusted ones; null when none are needed
 * @param channels by queue
 * @param failed by queue, invalid, dead, unknown and parked
 * @param ledger null when it cannot be asked
 * @param attention one line for each thing that somebody should look at
 */
public record GatewayStatus(
        Instant at,
        String notAcceptingBecause,
        String blockedBecause,
        Map<String, Instant> lastAccepted,
        @Nullable Refused lastRefusal,
        Map<String, Long> refused,
        @Nullable Late late,
        @Nullable KeyReport keys,
        InboxReport.Inbox inbox,
        Map<String, Channel> channels,
        Map<String, Failed> failed,
        LedgerSize.@Nullable Size ledger,
        Disk disk,
        List<String> attention) {

    /** A refused request. */
    public record Refused(Instant at, int answer, String reason, String detail) {}

    /**
     * Deliveries that came late.
     *
     * @param at when the last one came
     * @param age seconds since that was signed
     */
    public record Late(long times, Instant at, long age) {}

    /**
     * What waits in a queue.
     *
     * @param delivering messages that consumers have and have not acknowledged
     * @param oldest when the first message was sent; null where none waits
     */
    public record Channel(long messages, long delivering, int consumers, boolean paused, @Nullable Instant oldest) {}

    /**
     * What waits for a person in a queue.
     *
     * @param reasons the most frequent ones, each with how many messages have it
     */
    public record Failed(long messages, Map<String, Long> reasons) {}

    /** Bytes of the disk below the data folder. */
    public record Disk(long free, long total) {}

    @JsonProperty("accepting")
    public boolean accepting() {
        return notAcceptingBecause.isEmpty();
    }

    @JsonProperty("blocked")
    public boolean blocked() {
        return !blockedBecause.isEmpty();
    }
}
