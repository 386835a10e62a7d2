package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever JSON a payload is made of, each slice is the text that was put in. */
class DeliveryParserTest {
    private static final List<String> NAMES = List.of("id", "object", "payload", "type", "created_at", "\\ud800", "");
    private static final List<String> PIECES =
            List.of("a", "é", "€", "😀", "\\\"", "\\\\", "\\u00e9", "\\ud800", "]}{[,:", "\u007f", "\uFFFD", "\uFEFF");

    private final DeliveryParser parser = new DeliveryParser(name -> false);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void cutsExactlyWhereTheEventsBeginAndEnd(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            List<String> events = new ArrayList<>();
            do {
                events.add(value(random, 0));
            } while (random.nextInt(5) > 0);
            String body = (random.nextInt(4) == 0 ? "\uFEFF" : "") + blank(random) + "{" + neighbour(random, true)
                    + (random.nextInt(4) == 0 ? "\"pay\\u006coad\"" : "\"payload\"") + blank(random) + ":"
                    + blank(random) + "["
                    + events.stream()
                            .map(event -> blank(random) + event + blank(random))
                            .collect(Collectors.joining(","))
                    + "]" + neighbour(random, false) + "}" + blank(random);
            Delivery delivery = parser.parse(StoredDelivery.unreceived(body.getBytes(StandardCharsets.UTF_8)));
            assertThat(delivery.events()).extracting(Event::body).containsExactlyElementsOf(events);
            assertThat(delivery.events()).extracting(Event::failure).containsOnlyNulls();
        }
    }

    private static String neighbour(Random random, boolean before) {
        if (random.nextBoolean()) {
            return "";
        }
        String field = "\"other\"" + blank(random) + ":" + value(random, 1);
        return before ? field + "," : "," + field;
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> text(random);
            case 1 -> "null";
            case 2 -> Integer.toString(random.nextInt());
            case 3 -> "-0." + "0".repeat(random.nextInt(20)) + random.nextInt(1000) + "E+" + random.nextInt(400);
            case 4 -> "[" + list(random, () -> value(random, depth + 1)) + blank(random) + "]";
            default ->
                "{"
                        + list(
                                random,
                                () -> "\"" + NAMES.get(random.nextInt(NAMES.size())) + "\"" + blank(random) + ":"
                                        + blank(random) + value(random, depth + 1))
                        + "}";
        };
    }

    private static String list(Random random, Supplier<String> element) {
        return Stream.generate(() -> blank(random) + element.get() + blank(random))
                .limit(random.nextInt(4))
                .collect(Collectors.joining(","));
    }

    private static String text(Random random) {
        int longest = random.nextInt(40) == 0 ? 9000 : 10; // beyond the parser's buffers, now and then
        return Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
                .limit(random.nextInt(longest))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String blank(Random random) {
        return Stream.generate(() -> " \t\n\r".substring(random.nextInt(4)).substring(0, 1))
                .limit(random.nextInt(3))
                .collect(Collectors.joining());
    }
}
