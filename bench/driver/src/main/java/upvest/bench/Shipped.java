package upvest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the gateway is shipped: an extracted jar beside its folders, started as the image starts it. */
final class Shipped {
    private static final Pattern START = Pattern.compile("ENTRYPOINT \\[\"java\",(.*?)\"-jar\"");
    private static final List<String> FOLDERS = List.of("bin", "config", "kamelets", "routes", "schemas");

    private Shipped() {}

    /** The flags between {@code java} and {@code -jar} in the image's start command. */
    static List<String> jvmFlags(Path checkout) throws IOException {
        Matcher start = START.matcher(Files.readString(checkout.resolve("Dockerfile")));
        if (!start.find()) {
            throw new IOException("no start command in " + checkout.resolve("Dockerfile"));
        }
        return Arrays.stream(start.group(1).split(","))
                .map(flag -> flag.strip().replace("\"", ""))
                .filter(flag -> !flag.isEmpty())
                .toList();
    }

    /** Lays a checkout out as the guide to production says; another than this one is built first. */
    static void layOut(Path checkout, Path folder) throws IOException, InterruptedException {
        Path jar = checkout.resolve("target/upvest-gateway.jar");
        if (!checkout.equals(Places.ROOT)) {
            Commands.run(checkout, "./mvnw", "-q", "-B", "-Dquick", "-DskipTests", "package");
        }
        Commands.run(checkout, "rm", "-rf", folder.toString());
        Commands.run(
                checkout,
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                folder.toString());
        for (String name : FOLDERS) {
            Commands.run(checkout, "cp", "-r", name, folder.toString());
        }
    }
}
