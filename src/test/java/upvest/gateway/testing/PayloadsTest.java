package upvest.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a delivery contains is found where it is printed; its ids, times and types are not meant. */
class PayloadsTest {

    @Test
    void findsContentAndNothingElse() {
        Payloads.sent(
                """
                {"payload":[{"id":"bd6b881a-e8f6-40bd-8f97-7044218e0b7b","created_at":"2024-01-15T15:00:00Z",
                "event_type":"ORDER_CANCELLATION.PENDING","object":{"name": "Some one never told","cash":["DE00 0000 0000 00"]}}]}"""
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(Payloads.in("WARN name=Some one never told")).containsExactly("Some one never told");
        assertThat(Payloads.in("account DE00 0000 0000 00, in words")).containsExactly("DE00 0000 0000 00");
        assertThat(Payloads.in("event bd6b881a-e8f6-40bd-8f97-7044218e0b7b ORDER_CANCELLATION.PENDING"
                        + " 2024-01-15T15:00:00Z event_type created_at"))
                .isEmpty();
    }
}
