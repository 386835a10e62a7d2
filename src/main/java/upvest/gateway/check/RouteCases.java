package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import upvest.gateway.FilesBelow;

/**
 * The cases below {@code routes/cases}: a payload in, channels out.
 *
 * @param count how many were run
 */
record RouteCases(int count, List<Finding> findings) {

    /** Runs them; those with the same settings share a trial. */
    static RouteCases run(Path home, Trials trials) throws IOException {
        List<Finding> found = new ArrayList<>();
        int count = 0;
        for (Path file : files(home.resolve("routes").resolve("cases"))) {
            YamlFile yaml = YamlFile.read(home, file, found::add);
            List<Finding> wrong = RouteCase.unsupported(yaml);
            found.addAll(wrong);
            if (wrong.isEmpty()) {
                found.addAll(run(new RouteCase(home, yaml), trials));
                count++;
            }
        }
        return new RouteCases(count, found);
    }

    private static List<Finding> run(RouteCase scenario, Trials trials) throws IOException {
        Trial trial;
        try {
            trial = trials.with(scenario.settings());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            return List.of(scenario.place("/given/settings")
                    .finding(
                            Rule.CASE,
                            "the routes do not start with " + scenario.settings() + ": " + FailureText.deepest(e),
                            "write other settings"));
        }
        return scenario.run(trial);
    }

    private static List<Path> files(Path folder) throws IOException {
        return Files.isDirectory(folder) ? FilesBelow.of(folder, ".*\\.ya?ml") : List.of();
    }
}
