package upvest.gateway.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Says in a sentence, at the end of a failed start, which file of settings is no YAML, and where. */
final class YamlFailure extends AbstractFailureAnalyzer<MarkedYAMLException> {
    /** Called by Spring Boot. */
    YamlFailure() {}

    @Override
    protected FailureAnalysis analyze(Throwable failure, MarkedYAMLException cause) {
        int line = cause.getProblemMark() == null ? 1 : cause.getProblemMark().getLine() + 1;
        return new FailureAnalysis(
                file() + ", line " + line + ": this is not YAML: " + cause.getProblem(),
                "Every setting is explained in config/application.yaml.",
                failure);
    }

    /** The exception does not know it. */
    private static String file() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("config"), "*.{yaml,yml}")) {
            for (Path file : files) {
                if (broken(file)) {
                    return file.toString();
                }
            }
            return "a file of settings";
        } catch (IOException e) {
            return "a file of settings";
        }
    }

    private static boolean broken(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            new Yaml().composeAll(text).forEach(document -> {});
            return false;
        } catch (YAMLException e) {
            return true;
        }
    }
}
