package upvest.gateway.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Makes the deliveries of one subscription: small ones, large ones, events of many bytes, broken events, the same event
 * twice in a delivery, events that came before, whole deliveries that came before.
 */
final class Mix {
    private static final Map<String, String> QUEUES = queues(Map.of(
            "users", "USER USER_CHECK",
            "accounts", "ACCOUNT ACCOUNT_GROUP",
            "orders", "ORDER ORDER_CANCELLATION EXECUTION",
            "portfolios", "POSITION PORTFOLIO REBALANCING SAVINGS_PLAN",
            "payments", "CASH_BALANCE DIRECT_DEBIT WITHDRAWAL MANDATE",
            "securities", "SECURITIES_TRANSFER ACCOUNT_TRANSFER CORPORATE_ACTION LIQUIDATION",
            "reports", "REPORT FEE"));
    private static final int REMEMBERED = 300;
    private static final int OBJECTS_OF_A_CATEGORY = 2;
    private static final int LARGE = 150_000; // bytes; the broker stores it as a file of its own

    private final Random random;
    private final String webhook;
    private final List<JsonNode> samples = new ArrayList<>();
    private final Map<String, String> objects = new HashMap<>();
    private final Deque<Event> earlier = new ArrayDeque<>();
    private int made;

    /** @param fresh what nobody has seen yet, in order; each once */
    record Made(String body, List<Event> fresh) {}

    Mix(Random random) throws IOException {
        this.random = random;
        this.webhook = id();
        new ObjectMapper()
                .readTree(Path.of("samples/published/every-type.json").toFile())
                .path("payload")
                .forEach(samples::add);
    }

    private static Map<String, String> queues(Map<String, String> categories) {
        Map<String, String> queues = new HashMap<>();
        categories.forEach((queue, names) -> List.of(names.split(" ")).forEach(name -> queues.put(name, queue)));
        return queues;
    }

    /** The next delivery. What it brings counts as seen from now on: it is delivered until it is accepted. */
    Made next() {
        List<Event> fresh = new ArrayList<>();
        List<String> payload = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            Event event = event();
            fresh.add(event);
            payload.add(event.text());
            if (chance(20)) {
                payload.add(fresh.get(random.nextInt(fresh.size())).text());
            }
        }
        if (chance(4)) {
            again(payload);
        }
        fresh.forEach(earlier::add);
        while (earlier.size() > REMEMBERED) {
            earlier.remove();
        }
        return new Made("{\"payload\":[" + String.join(",", payload) + "]}", fresh);
    }

    /** Events that came before, anywhere among the others. */
    private void again(List<String> payload) {
        List<Event> known = List.copyOf(earlier);
        for (int i = Math.min(known.size(), 1 + random.nextInt(20)); i > 0; i--) {
            payload.add(
                    random.nextInt(payload.size() + 1),
                    known.get(random.nextInt(known.size())).text());
        }
    }

    private int size() {
        return switch (random.nextInt(20)) {
            case 0 -> 100 + random.nextInt(150);
            case 1, 2, 3, 4 -> 10 + random.nextInt(40);
            default -> 1 + random.nextInt(8);
        };
    }

    private Event event() {
        JsonNode sample = samples.get(random.nextInt(samples.size()));
        String type = sample.path("event_type").asText();
        String category = type.substring(0, type.indexOf('.'));
        String object = objects.computeIfAbsent(category + random.nextInt(OBJECTS_OF_A_CATEGORY), any -> id());
        boolean broken = chance(50);
        if (broken) {
            type = category + ".UNHEARD_OF";
        }
        String id = id();
        String text = "{\"id\":\"" + id + "\",\"created_at\":" + sample.path("created_at") + ",\"event_type\":\"" + type
                + "\",\"object\":{\"id\":\"" + object + "\",\"type\":" + sample.at("/object/type")
                + "},\"webhook_id\":\"" + webhook + "\", \"number\":" + made++ + ",\"more\":\"" + more() + "\"}";
        String queue = broken ? "invalid" : QUEUES.get(category);
        boolean mail = !broken && type.matches(".*\\.(FAILED|REJECTED|REVERSED)|USER\\.BLOCKED|EXECUTION\\.CANCELLED");
        return new Event(id, object, queue, queue.equals("reports"), mail, text);
    }

    private String more() {
        return "é".repeat(chance(300) ? LARGE / 2 : random.nextInt(100));
    }

    private String id() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return UUID.nameUUIDFromBytes(bytes).toString();
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
