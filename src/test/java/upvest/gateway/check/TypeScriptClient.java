package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in TypeScript with the types that {@code examples/node-amqp} makes of a document. */
final class TypeScriptClient {
    private static final Path HOME = Path.of("examples/node-amqp").toAbsolutePath();
    private static final Path COMPILER = HOME.resolve("node_modules/typescript/bin/tsc");

    private final Path folder;
    private final StringBuilder program = new StringBuilder(
            "import type * as upvest from './events.js';\n" + "declare const console: { log(text: string): void };\n");

    private TypeScriptClient(Path folder) {
        this.folder = folder;
    }

    /** Whether the build found node and npm, and npm could fetch generator and compiler. */
    static boolean installed() {
        return Files.exists(COMPILER) && Files.isDirectory(HOME.resolve("node_modules/json-schema-to-typescript"));
    }

    /** @param folder for what is generated and compiled */
    static TypeScriptClient of(Document document, Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("asyncapi.yaml"), document.tree().toString());
        node("types.mjs", file.toString(), folder.resolve("events.d.ts").toString());
        return new TypeScriptClient(folder);
    }

    /** Reads an event and prints its id and type. */
    void read(String type, JsonNode event) {
        program.append("{ const event: upvest.")
                .append(type)
                .append(" = ")
                .append(event)
                .append(";\nconsole.log(event.id + ' ' + (event.type ?? event.event_type)); }\n");
    }

    /** An event that is none of this type: where the compiler takes it, {@link #run} fails. */
    void refuse(String type, JsonNode event) {
        program.append("// @ts-expect-error\nexport const none_")
                .append(program.length())
                .append(": upvest.")
                .append(type)
                .append(" = ")
                .append(event)
                .append(";\n");
    }

    /** Compiles the program, strictly, and runs it; what it prints. */
    List<String> run() throws Exception {
        Path source = Files.writeString(folder.resolve("program.mts"), program);
        node(
                COMPILER.toString(),
                "--strict",
                "--skipLibCheck",
                "--lib",
                "es2022",
                "--module",
                "nodenext",
                source.toString());
        return node(folder.resolve("program.mjs").toString()).lines().toList();
    }

    private static String node(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("node-", ".txt");
        try {
            List<String> command = new ArrayList<>(List.of("node"));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            process.destroyForcibly();
            String said = Files.readString(output);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(arguments[0] + ": " + said);
            }
            return said;
        } finally {
            Files.delete(output);
        }
    }
}
