package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upvest.gateway.FilesBelow;

/**
 * The cases below {@code routes/cases}: a payload in, channels out.
 *
 * @param count how many were run
 */
record RouteCases(int count, List<Finding> findings) {

    /** Runs them; those with the same settings share a trial. */
    static RouteCases run(Path home, List<String> arguments, Trial trial) throws IOException {
        List<Finding> found = new ArrayList<>();
        Map<Map<String, String>, List<RouteCase>> cases = new LinkedHashMap<>();
        for (Path file : files(home.resolve("routes").resolve("cases"))) {
            YamlFile yaml = YamlFile.read(home, file, found::add);
            List<Finding> wrong = RouteCase.unsupported(yaml);
            found.addAll(wrong);
            if (wrong.isEmpty()) {
                RouteCase scenario = new RouteCase(home, yaml);
                cases.computeIfAbsent(scenario.settings(), any -> new ArrayList<>())
                        .add(scenario);
            }
        }
        for (Map.Entry<Map<String, String>, List<RouteCase>> alike : cases.entrySet()) {
            found.addAll(
                    alike.getKey().isEmpty()
                            ? run(trial, alike.getValue())
                            : runWith(home, arguments, alike.getKey(), alike.getValue()));
        }
        return new RouteCases(cases.values().stream().mapToInt(List::size).sum(), found);
    }

    private static List<Finding> run(Trial trial, List<RouteCase> cases) throws IOException {
        List<Finding> found = new ArrayList<>();
        for (RouteCase scenario : cases) {
            found.addAll(scenario.run(trial));
        }
        return found;
    }

    private static List<Finding> runWith(
            Path home, List<String> arguments, Map<String, String> settings, List<RouteCase> cases) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        settings.forEach((name, value) -> {
            all.removeIf(argument -> argument.startsWith("--" + name + "="));
            all.add("--" + name + "=" + value);
        });
        try (Trial trial = Trial.of(home, all)) {
            return run(trial, cases);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            return List.of(cases.get(0)
                    .place("/given/settings")
                    .finding(
                            Rule.CASE,
                            "the routes do not start with " + settings + ": " + Reasons.deepest(e),
                            "write other settings"));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        return Files.isDirectory(folder) ? FilesBelow.of(folder, ".*\\.ya?ml") : List.of();
    }
}
