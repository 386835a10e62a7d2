package upvest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs other programs. */
final class Commands {
    private Commands() {}

    /** Runs a program to its end, showing only what it complains about. */
    static void run(Path folder, String... command) throws IOException, InterruptedException {
        run(folder, Map.of(), command);
    }

    static void run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
