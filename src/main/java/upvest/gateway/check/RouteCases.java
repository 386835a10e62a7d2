package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import upvest.gateway.check.YamlFile.Place;

/**
 * The cases below {@code routes/cases}: a payload in, channels out.
 *
 * @param count how many were run
 */
record RouteCases(int count, List<Finding> findings) {

    /** @param trial that of cases which set nothing; one with settings gets its own */
    static RouteCases run(Path home, List<String> arguments, Trial trial) throws IOException {
        List<Finding> found = new ArrayList<>();
        int count = 0;
        for (Path file : files(home.resolve("routes").resolve("cases"))) {
            YamlFile yaml = YamlFile.read(home, file, found::add);
            if (yaml.content().isMissingNode()) {
                continue;
            }
            count++;
            List<Finding> wrong = RouteCase.unsupported(yaml);
            found.addAll(wrong.isEmpty() ? run(home, arguments, trial, new RouteCase(home, yaml)) : wrong);
        }
        return new RouteCases(count, found);
    }

    private static List<Finding> run(Path home, List<String> arguments, Trial trial, RouteCase scenario)
            throws IOException {
        if (scenario.settings().isEmpty()) {
            return scenario.run(trial);
        }
        List<String> all = new ArrayList<>(arguments);
        scenario.settings().forEach((name, value) -> {
            all.removeIf(argument -> argument.startsWith("--" + name + "="));
            all.add("--" + name + "=" + value);
        });
        try (Trial own = Trial.of(home, all)) {
            return scenario.run(own);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            Place settings = scenario.place("/given/settings");
            return List.of(settings.finding(
                    Rule.CASE, "the routes do not start so: " + Reasons.deepest(e), "write other settings"));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        }
    }
}
