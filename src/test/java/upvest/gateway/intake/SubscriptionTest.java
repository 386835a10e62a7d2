package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which subscription a delivery comes from, without reading its JSON. */
class SubscriptionTest {
    private static final String ID = "6513270e-269e-4d37-b2a7-4de452e6b438";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"payload\":[{\"webhook_id\":\"" + ID + "\"}]}",
                "{\"payload\":[{\"webhook_id\" :\n \"6513270E-269E-4D37-B2A7-4DE452E6B438\"}]}",
                "{\"payload\":[{\"webhook_id\":null,\"webhook_id_\":1},{\"webhook_id\":\"" + ID + "\"}]}",
                "{\"payload\":[{\"id\":\"x\",\"webhook_id\":\"" + ID
                        + "\"},{\"webhook_id\":\"00000000-0000-0000-0000-000000000000\"}]}"
            })
    void isTheFirstThatIsNamedHoweverTheBytesArrive(String delivery) {
        byte[] bytes = delivery.getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece <= bytes.length; piece++) {
            Subscription subscription = new Subscription();
            for (int from = 0; from < bytes.length; from += piece) {
                subscription.look(bytes, from, Math.min(piece, bytes.length - from));
            }
            assertThat(subscription.id()).as("in pieces of " + piece).isEqualTo(ID);
        }
    }

    @Test
    void isNotKnownWhereNoneIsNamed() {
        Subscription subscription = new Subscription();
        byte[] bytes =
                "{\"payload\":[{\"webhook_id\":7},{\"webhook_id\":\"6513270e\"}]}".getBytes(StandardCharsets.UTF_8);
        subscription.look(bytes, 0, bytes.length);
        assertThat(subscription.id()).isNull();
    }
}
