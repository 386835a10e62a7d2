package upvest.gateway.consumerkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** An order, a user, a position that events tell of. What does not change between two events stays as it is. */
record Resource(Seed seed, String category, int number) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ISINS = List.of("US0378331005", "US5949181045", "DE0007164600", "IE00B4L5Y983");

    String id() {
        return seed.uuid(category + "/" + number).toString();
    }

    /** The object of a published event. */
    JsonNode reference() {
        return JSON.objectNode().put("id", id()).put("type", category);
    }

    /** The object of a live event. */
    JsonNode whole(JsonNode template, String status, Instant updated) {
        return fill(template, seed.random(category + "/content/" + number), status, updated);
    }

    private JsonNode fill(JsonNode template, Random random, String status, Instant updated) {
        if (template.isObject()) {
            ObjectNode filled = JSON.objectNode();
            template.properties()
                    .forEach(field -> filled.set(field.getKey(), fill(field.getValue(), random, status, updated)));
            return filled;
        }
        if (template.isArray()) {
            ArrayNode filled = JSON.arrayNode();
            template.forEach(element -> filled.add(fill(element, random, status, updated)));
            return filled;
        }
        return template.asText().startsWith("$")
                ? JSON.textNode(draw(template.asText(), random, status, updated))
                : template;
    }

    private String draw(String wanted, Random random, String status, Instant updated) {
        String[] words = wanted.split(" ");
        return switch (words[0]) {
            case "$id" -> id();
            case "$order" -> new Resource(seed, "ORDER", number).id();
            case "$user", "$account", "$account-group" ->
                seed.uuid(words[0] + number).toString();
            case "$created" -> Events.time(Events.BEGINNING.minus(Duration.ofDays(1)));
            case "$updated" -> Events.time(updated);
            case "$status" -> status;
            case "$uuid" -> Seed.uuid(random).toString();
            case "$isin" -> ISINS.get(random.nextInt(ISINS.size()));
            case "$iban" -> "DE%020d".formatted(random.nextInt(Integer.MAX_VALUE));
            case "$amount" -> decimal(random, 1_000_000, 2);
            case "$quantity" -> decimal(random, Integer.MAX_VALUE, 10);
            case "$date" ->
                LocalDate.of(1960, 1, 1).plusDays(random.nextInt(14_000)).toString();
            case "$one" -> words[1 + random.nextInt(words.length - 1)];
            default -> throw new IllegalArgumentException("categories.yaml: nothing fills in " + wanted);
        };
    }

    private static String decimal(Random random, int bound, int scale) {
        return BigDecimal.valueOf(random.nextInt(bound), scale).toPlainString();
    }
}
