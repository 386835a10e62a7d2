package upvest.bench;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes deliveries that are valid under the published contract: every event a fresh id, the types mixed over the seven
 * domains, one report in a hundred events. No failures: they would also be mailed, and a storm of mails is another story.
 */
public final class Deliveries {
    private static final String[] TYPES = {
        "ORDER.NEW",
        "ORDER.PROCESSING",
        "ORDER.FILLED",
        "EXECUTION.NEW",
        "EXECUTION.SETTLED",
        "POSITION.UPDATED",
        "CASH_BALANCE.UPDATED",
        "USER.CREATED",
        "USER_CHECK.PASSED",
        "ACCOUNT.OPENED",
        "ACCOUNT_GROUP.UPDATED",
        "POSITION.CREATED",
        "SAVINGS_PLAN.EXECUTED",
        "DIRECT_DEBIT.COMPLETED",
        "WITHDRAWAL.PROCESSING",
        "MANDATE.CREATED",
        "SECURITIES_TRANSFER.COMPLETED",
        "CORPORATE_ACTION.ANNOUNCED",
        "USER.UPDATED",
        "PORTFOLIO.UPDATED",
        "ORDER_CANCELLATION.CONFIRMED",
        "REBALANCING.COMPLETED",
        "ACCOUNT_TRANSFER.PROCESSING"
    };
    private static final int REPORT_EVERY = 100;
    private static final String WEBHOOK = UUID.randomUUID().toString();

    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private int made;
    private String last = "";

    /** The body of the next delivery. */
    public byte[] next(int events) {
        StringBuilder json = new StringBuilder(events * 240 + 20).append("{\"payload\":[");
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        for (int i = 0; i < events; i++) {
            String type = ++made % REPORT_EVERY == 0 ? "REPORT.READY" : TYPES[random.nextInt(TYPES.length)];
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append(last = id().toString())
                    .append("\",\"created_at\":\"")
                    .append(now)
                    .append("\",\"event_type\":\"")
                    .append(type)
                    .append("\",\"object\":{\"id\":\"")
                    .append(id())
                    .append("\",\"type\":\"")
                    .append(type, 0, type.indexOf('.'))
                    .append("\"},\"webhook_id\":\"")
                    .append(WEBHOOK)
                    .append("\"}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Id of the last event that was made. */
    String last() {
        return last;
    }

    /** A random version 4 id; {@link UUID#randomUUID} would be the sender's largest cost. */
    private UUID id() {
        return new UUID(
                (random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | (1L << 63));
    }
}
