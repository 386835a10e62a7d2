package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import upvest.gateway.delivery.TypeTable;

/**
 * What would go elsewhere after a change.
 *
 * @param types event types that end in other channels
 * @param events recorded events that do
 * @param compared how many recorded events were looked at
 */
public record RouteDiff(List<Change> types, List<Change> events, int compared) {

    /** @param what an event type, or a file with an event's number, type and id */
    public record Change(String what, List<String> before, List<String> after) {}

    public boolean isEmpty() {
        return types.isEmpty() && events.isEmpty();
    }

    /**
     * Sends the same events through the routes of two folders.
     *
     * @param deliveries a folder of deliveries, one a file {@code *.json}; null for none
     * @throws IllegalArgumentException when the routes of one do not start
     */
    public static RouteDiff of(Path before, Path after, List<String> arguments, @Nullable Path deliveries)
            throws IOException {
        try (Trial old = start(before, arguments);
                Trial now = start(after, arguments)) {
            List<Change> events = new ArrayList<>();
            int compared = 0;
            for (Path file : deliveries == null ? List.<Path>of() : files(deliveries)) {
                byte[] delivery = Files.readAllBytes(file);
                List<Trial.Ended> ended = now.run(delivery);
                compared += ended.size();
                compare(file, old.run(delivery), ended, events);
            }
            return new RouteDiff(types(before, old, after, now, arguments), events, compared);
        }
    }

    private static Trial start(Path home, List<String> arguments) {
        try {
            return Trial.of(home.toAbsolutePath().normalize(), arguments);
        } catch (Exception e) {
            throw new IllegalArgumentException("the routes of " + home + " do not start: " + FailureText.deepest(e), e);
        }
    }

    private static List<Change> types(Path before, Trial old, Path after, Trial now, List<String> arguments)
            throws IOException {
        TypeTable newTypes = table(after, arguments, null);
        TypeTable oldTypes = table(before, arguments, newTypes);
        Set<String> all = new LinkedHashSet<>(newTypes.types());
        all.addAll(oldTypes.types());
        List<RouteMap.Row> was = RouteMap.of(old, "", new TypeTable(oldTypes.fields(), all, Set.of()))
                .rows();
        List<RouteMap.Row> is = RouteMap.of(now, "", new TypeTable(newTypes.fields(), all, Set.of()))
                .rows();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < is.size(); i++) {
            if (!is.get(i).channels().equals(was.get(i).channels())) {
                changes.add(new Change(
                        is.get(i).type(), was.get(i).channels(), is.get(i).channels()));
            }
        }
        return changes;
    }

    /** @param missing what a folder from before contracts had such a table gets */
    private static TypeTable table(Path home, List<String> arguments, @Nullable TypeTable missing) throws IOException {
        String contract = Settings.gateway(Settings.read(home, arguments)).contract();
        Path file = home.resolve("schemas").resolve(contract).resolve("types.yaml");
        return missing == null || Files.exists(file) ? TypeTable.read(home.resolve("schemas"), contract) : missing;
    }

    private static void compare(Path file, List<Trial.Ended> was, List<Trial.Ended> is, List<Change> changes) {
        for (int i = 0; i < is.size(); i++) {
            if (!is.get(i).channels().equals(was.get(i).channels())) {
                String what = file + " " + (i + 1) + " " + is.get(i).type() + " "
                        + is.get(i).event();
                changes.add(new Change(what, was.get(i).channels(), is.get(i).channels()));
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
