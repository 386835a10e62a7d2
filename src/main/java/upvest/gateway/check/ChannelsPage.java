package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of the page {@code docs/reference/channels.md}. They stand between two marks, {@code <!-- generated: NAME
 * -->} and {@code <!-- end of NAME -->}; what stands around them is written by people and is kept.
 */
public final class ChannelsPage {
    private final JsonNode document;

    private ChannelsPage(JsonNode document) {
        this.document = document;
    }

    /**
     * The page with its tables as the document has them.
     *
     * @throws IllegalArgumentException when a mark is missing
     */
    public static String of(String page, JsonNode document) {
        ChannelsPage tables = new ChannelsPage(document);
        String written = replace(page, "domains", tables.domains());
        written = replace(written, "service channels", tables.serviceChannels());
        written = replace(written, "event types", tables.eventTypes());
        return replace(written, "headers", tables.headers());
    }

    private static String replace(String page, String name, String table) {
        String begin = "<!-- generated: " + name + " -->\n";
        String end = "<!-- end of " + name + " -->\n";
        if (!page.contains(begin) || !page.contains(end)) {
            throw new IllegalArgumentException("channels.md: write the lines " + begin.strip() + " and " + end.strip()
                    + " where the table of the " + name + " belongs");
        }
        String between = "(?s)" + Pattern.quote(begin) + ".*?" + Pattern.quote(end);
        return page.replaceFirst(between, Matcher.quoteReplacement(begin + "\n" + table + "\n" + end));
    }

    private String domains() {
        Set<String> all = new LinkedHashSet<>();
        document.get("channels").fieldNames().forEachRemaining(channel -> all.addAll(types(channel)));
        Categories categories = Categories.of(all);
        List<List<String>> rows = new ArrayList<>();
        for (String channel : channels("domain")) {
            rows.add(List.of(channel, code(categories.shorten(types(channel))), "queue " + queue(channel)));
        }
        for (String channel : channels("internal")) {
            String title = document.at("/channels/" + channel + "/title").asText();
            rows.add(List.of("any", code(categories.shorten(types(channel))), "also " + title));
        }
        return table(List.of("Domain", "Event types", "Channel"), rows);
    }

    private String serviceChannels() {
        List<List<String>> rows = new ArrayList<>();
        for (String tag : List.of("service", "internal")) {
            for (String channel : channels(tag)) {
                JsonNode texts = document.at("/channels/" + channel);
                rows.add(List.of(
                        queue(channel),
                        texts.path("summary").asText(),
                        texts.path("x-acts").asText()));
            }
        }
        return table(List.of("Service channel", "Holds", "Who acts"), rows);
    }

    private String eventTypes() {
        List<List<String>> rows = new ArrayList<>();
        document.get("channels").fieldNames().forEachRemaining(channel -> {
            if (!types(channel).isEmpty()) {
                rows.add(List.of(queue(channel), code(types(channel))));
            }
        });
        return table(List.of("Queue", "Event types"), rows);
    }

    private String headers() {
        List<List<String>> rows = new ArrayList<>();
        AsyncApi.resource("headers.yaml").fields().forEachRemaining(header -> {
            String description = header.getValue().at("/schema/description").asText();
            rows.add(List.of(
                    code(List.of(header.getKey())),
                    description,
                    header.getValue().get("present").asText()));
        });
        return table(List.of("Header", "Value", "There"), rows);
    }

    private List<String> channels(String tag) {
        List<String> channels = new ArrayList<>();
        document.get("channels").fields().forEachRemaining(channel -> {
            if (channel.getValue().at("/tags/0/name").asText().equals(tag)) {
                channels.add(channel.getKey());
            }
        });
        return channels;
    }

    private List<String> types(String channel) {
        JsonNode schema = document.at("/components/schemas").path(Messages.types(channel));
        List<String> types = new ArrayList<>();
        schema.path(schema.has("enum") ? "enum" : "examples").forEach(type -> types.add(type.asText()));
        return types;
    }

    private String queue(String channel) {
        return code(List.of(document.at("/channels/" + channel + "/address").asText()));
    }

    private static String code(Collection<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    private static String table(List<String> head, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>(rows);
        lines.add(0, head);
        lines.add(1, head.stream().map(column -> "---").toList());
        return lines.stream()
                .map(line -> "| " + String.join(" | ", line) + " |\n")
                .collect(Collectors.joining());
    }
}
