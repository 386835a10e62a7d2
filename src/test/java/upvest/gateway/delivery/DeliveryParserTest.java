package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever JSON a payload is made of, each slice is the text that was put in. */
class DeliveryParserTest {
    private static final List<String> NAMES = List.of("id", "object", "payload", "type", "created_at", "\\ud800", "");
    private static final List<String> PIECES =
            List.of("a", "é", "€", "😀", "\\\"", "\\\\", "\\u00e9", "\\ud800", "]}{[,:", "\u007f", "\uFFFD", "\uFEFF");

    private final DeliveryParser parser = new DeliveryParser("type", name -> false);

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
            Delivery delivery = parse(parser, body);
            assertThat(delivery.events()).extracting(Event::body).containsExactlyElementsOf(events);
            assertThat(delivery.events()).extracting(Event::failure).containsOnlyNulls();
        }
    }

    /** The first that holds an id decides, wherever it stands: the shapes that Upvest sends, and mixtures of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'id':'#1','account_id':'#2','order_id':'#3','account_group_id':'#4','user_id':'#5' | 1",
                "'user_id':'#5','account_group_id':'#4','order_id':'#3','account_id':'#2' | 2",
                "'account_id':'#2','instrument':{'uuid':'#6'},'quantity':'1' | 2",
                "'account_id':'#2','date':'2026-01-15','twr':'0.01' | 2",
                "'order_id':'#3','status':'REJECTED','reason':'ALREADY_FILLED' | 3",
                "'user_id':'#5','order_id':'#3','account_group_id':'#4' | 3",
                "'account_group_id':'#4','currency':'EUR','user_id':'#5' | 4",
                "'user_id':'#5','reason':'DUPLICATE_USER' | 5",
                "'id':null,'user_id':'#5' | 5",
                "'id':'no uuid','account_id':7,'order_id':['#6'],'account_group_id':{'id':'#6'},'user_id':'#5' | 5",
                "'users':[{'id':'#6'}],'reference_account_id':'#6' | ",
                "'id':'#1\\n' | "
            })
    void anEventIsAboutTheFirstResourceThatItsObjectNames(String fields, @Nullable String number) {
        String object = fields.replace('\'', '"').replaceAll("#(\\d)", "0000000$1-0000-4000-8000-00000000000A");
        Delivery delivery = parse(parser, "{\"payload\":[{\"object\":{" + object + "}}]}");
        assertThat(delivery.events())
                .extracting(Event::objectId)
                .containsExactly(number == null ? null : "0000000" + number + "-0000-4000-8000-00000000000a");
    }

    @ParameterizedTest
    @CsvSource({
        "type, ORDER.NEW",
        "event_type, USER.CREATED",
    })
    void theFieldOfTheContractDecidesTheType(String field, String type) {
        DeliveryParser contract = new DeliveryParser(field, name -> false);
        String both = "{\"type\":\"ORDER.NEW\",\"event_type\":\"USER.CREATED\"}";
        String other = "{\"" + (field.equals("type") ? "event_type" : "type") + "\":\"FEE.CHARGED\"}";
        Delivery delivery = parse(contract, "{\"payload\":[" + both + "," + other + "]}");
        assertThat(delivery.events()).extracting(Event::type).containsExactly(type, "FEE.CHARGED");
    }

    private static Delivery parse(DeliveryParser parser, String delivery) {
        return parser.parse(StoredDelivery.unreceived(delivery.getBytes(StandardCharsets.UTF_8)));
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
