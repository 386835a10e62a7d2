package upvest.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Runs other programs. */
final class Commands {
    private Commands() {}

    /** Runs a program to its end, showing only what it complains about. */
    static void run(Path folder, String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
