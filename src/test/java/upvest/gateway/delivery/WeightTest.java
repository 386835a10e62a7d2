package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a delivery is estimated to take in memory, in bytes for each of its own. */
class WeightTest {
    private static final int MANY = 100_000;

    @Test
    void smallValuesOfOneEventWeighMoreThanItsText() {
        String text = event("\"" + "x".repeat(3 * MANY) + "\"");
        assertThat(weight(delivery(text))).isBetween(5.0, 8.0);
        assertThat(weight(delivery(event("[" + "1,".repeat(MANY) + "1]")))).isGreaterThan(14);
        assertThat(weight(delivery(event("[" + "{},".repeat(MANY) + "1]")))).isGreaterThan(40);
        assertThat(weight(delivery(event("[" + "\"\",".repeat(MANY) + "1]")))).isGreaterThan(30);
        assertThat(weight("[" + "1,".repeat(MANY) + "1]")).as("no delivery").isGreaterThan(14);
    }

    @Test
    void thoseOfManyEventsDoNot() {
        String events = (event("[" + "{},".repeat(3000) + "1]") + ",").repeat(MANY / 1000);
        assertThat(weight(delivery(events + event("1")))).isBetween(2.5, 3.5);
    }

    @Test
    void eachEventHasItsMessageHoweverSmall() {
        String events = "1,".repeat(MANY);
        assertThat(weight(delivery(events + "1")) * events.length()).isGreaterThan(1000 * MANY);
        assertThat(Weight.of(delivery(events.repeat(50) + "1").getBytes(StandardCharsets.UTF_8)))
                .matches(Weight::isHeavy);
    }

    @Test
    void aLetterBeyondLatin1DoublesTheTexts() {
        String events = (event("\"" + "x".repeat(200) + "\"") + ",").repeat(MANY / 10);
        double narrow = weight(delivery(events + event("\"\u00e9\"")));
        assertThat(weight(delivery(events + event("\"\u20ac\"")))).isBetween(narrow + 1.5, 2 * narrow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{{{[[[[,,,,::::", "\\\"{{{{", "\\\\", "\\u007b"})
    void whatStandsInTextsIsNoStructure(String text) {
        String plain = delivery(event("\"" + "x".repeat(text.length()) + "\""));
        assertThat(weight(delivery(event("\"" + text + "\"")))).isEqualTo(weight(plain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "}}}}]]]]", "\"", "\\", "\"\\", "[[[[[[", "{\"payload\":["})
    void whatIsNoJsonHasOneToo(String odd) {
        assertThat(Weight.of(odd.getBytes(StandardCharsets.UTF_8)).isTooMuch()).isFalse();
    }

    private static double weight(String delivery) {
        byte[] bytes = delivery.getBytes(StandardCharsets.UTF_8);
        return (double) Weight.of(bytes).bytes() / bytes.length;
    }

    private static String delivery(String events) {
        return "{\"payload\":[" + events + "]}";
    }

    private static String event(String extra) {
        return "{\"extra\":" + extra + "}";
    }
}
