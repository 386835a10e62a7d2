package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.check.EditorSchemas;

/** {@code gateway schemas}. */
@Command(
        name = "schemas",
        description = {
            "Writes the JSON Schemas with which an editor completes and underlines routes, cases, types and settings.",
            "",
            "In schemas/editor, where the project's settings for VS Code expect them: routes.json, case.json,"
                    + " types.json and settings.json, the last one generated from config/application.yaml. No network is needed.",
        },
        exitCodeList = {"0:they are written", "2:invalid command line, or no such folder"})
final class SchemasCommand extends ShellCommand {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:gateway.home:-.}",
            description = "The folder with config/ and schemas/; default: the project that bin/gateway belongs to.")
    private Path home = Path.of("");

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createDirectories(home.resolve("schemas").resolve("editor"));
        for (Map.Entry<String, JsonNode> schema : EditorSchemas.of(home).entrySet()) {
            Path file = folder.resolve(schema.getKey());
            Files.writeString(file, JSON.writeValueAsString(schema.getValue()) + "\n");
            err().println(home.relativize(file) + " is written");
        }
        return 0;
    }
}
