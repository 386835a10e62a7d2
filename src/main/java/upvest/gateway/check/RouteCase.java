package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import upvest.gateway.check.YamlFile.Place;

/**
 * One case of the routes, in the form of {@code src/test/cases}, of which it knows what a trial can show: what is posted,
 * and the channels it ends in.
 */
final class RouteCase {
    private static final Pattern TOKEN = Pattern.compile("@(\\d+)");
    /** Outboxes by what a case calls what comes out of them. */
    static final Map<String, String> OUTBOXES = Map.of("mail", "mails", "files", "files");

    private static final Map<String, Set<String>> KEYS = Map.of(
            "", Set.of("given", "when", "then"),
            "/given", Set.of("settings"),
            "/when/0", Set.of("post", "answer"),
            "/when/0/post", Set.of("file", "events"),
            "/then", Set.of("channels", "mails", "files", "failures"));

    private final Path home;
    private final YamlFile file;
    private final Map<String, String> ids = new TreeMap<>();

    RouteCase(Path home, YamlFile file) {
        this.home = home;
        this.file = file;
    }

    /** What a trial cannot do. */
    static List<Finding> unsupported(YamlFile file) {
        List<Finding> found = new ArrayList<>();
        look(new Place(file, "", file.content()), found);
        Place when = new Place(file, "/when", file.content().at("/when"));
        for (Place step : when.children()) {
            if (!step.at("/post/file").node().isTextual()
                    && !step.at("/post/events").node().isArray()) {
                found.add(step.finding(Rule.CASE, "nothing is posted", "write post: with events: or file:"));
            }
        }
        if (when.children().isEmpty()) {
            found.add(when.finding(Rule.CASE, "nothing happens", "write when: with a list of post:"));
        }
        return found;
    }

    private static void look(Place part, List<Finding> found) {
        Set<String> keys = KEYS.get(part.pointer().replaceFirst("^/when/\\d+", "/when/0"));
        for (Place child : part.children()) {
            String key = child.pointer().substring(part.pointer().length() + 1);
            if (keys != null && !keys.contains(key)) {
                found.add(child.finding(
                        Rule.CASE,
                        key + ": is not for a case of the routes",
                        "write one of " + new TreeSet<>(keys)
                                + "; what needs a whole gateway is a case below src/test/cases"));
            } else {
                look(child, found);
            }
        }
    }

    Place place(String pointer) {
        return new Place(file, pointer, file.content().at(pointer));
    }

    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        place("/given/settings")
                .node()
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }

    /** Posts and compares; everything that is not said must not be. */
    List<Finding> run(Trial trial) throws IOException {
        List<Trial.Ended> events = new ArrayList<>();
        for (Place step : place("/when").children()) {
            events.addAll(trial.run(body(step.at("/post"))));
        }
        Map<String, List<String>> expected = new TreeMap<>();
        place("/then/channels")
                .node()
                .properties()
                .forEach(entry -> expected.put(entry.getKey(), texts(entry.getValue())));
        for (String outbox : OUTBOXES.values()) {
            expected.put(outbox, texts(place("/then/" + outbox).node()));
        }
        Map<String, List<String>> actual = new TreeMap<>();
        Map<String, String> failures = new TreeMap<>();
        for (int i = 0; i < events.size(); i++) {
            String name = Integer.toString(i + 1);
            for (Trial.Sent sent : events.get(i).sent()) {
                String key = OUTBOXES.getOrDefault(sent.channel(), sent.channel());
                actual.computeIfAbsent(key, any -> new ArrayList<>()).add(name);
            }
            if (events.get(i).failure() != null) {
                failures.put(name, String.valueOf(events.get(i).failure()));
            }
        }
        List<Finding> found = new ArrayList<>();
        compareChannels(expected, actual, failures, found);
        compareFailures(failures, found);
        return found;
    }

    private void compareChannels(
            Map<String, List<String>> expected,
            Map<String, List<String>> actual,
            Map<String, String> failures,
            List<Finding> found) {
        Set<String> channels = new TreeSet<>(expected.keySet());
        channels.addAll(actual.keySet());
        for (String channel : channels) {
            List<String> should = expected.getOrDefault(channel, List.of());
            List<String> does = actual.getOrDefault(channel, List.of());
            if (!should.equals(does)) {
                boolean outbox = OUTBOXES.containsValue(channel);
                String why = does.stream()
                        .filter(failures::containsKey)
                        .findFirst()
                        .map(name -> " (" + name + ": " + failures.get(name) + ")")
                        .orElse("");
                found.add(place("/then/" + (outbox ? "" : "channels/") + channel)
                        .finding(
                                Rule.CASE,
                                channel + " should hold " + should + " and holds " + does + why,
                                "fix the route, or write " + channel + ": " + does));
            }
        }
    }

    private void compareFailures(Map<String, String> failures, List<Finding> found) {
        for (Place expected : place("/then/failures").children()) {
            String name = expected.pointer().replaceFirst(".*/", "");
            String failure = failures.getOrDefault(name, "none");
            if (!failure.equals(expected.text())) {
                found.add(expected.finding(
                        Rule.CASE, "the failure of " + name + " is: " + failure, "fix the route, or write that"));
            }
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private byte[] body(Place post) throws IOException {
        Place sample = post.at("/file");
        if (sample.node().isTextual()) {
            return Files.readAllBytes(home.resolve(sample.text()));
        }
        String events = String.join(",", texts(post.at("/events").node()));
        String fresh = TOKEN.matcher(events)
                .replaceAll(token -> ids.computeIfAbsent(
                        token.group(1), any -> UUID.randomUUID().toString()));
        return ("{\"payload\":[" + fresh + "]}").getBytes(StandardCharsets.UTF_8);
    }
}
