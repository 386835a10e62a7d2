package upvest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the gateway is shipped: an extracted jar beside its folders, prepared, and started by {@code bin/gateway run}. */
final class Shipped {
    private static final Pattern FLAGS = Pattern.compile("GATEWAY_JAVA_OPTIONS-([^}]*)}");
    private static final List<String> FOLDERS = List.of("bin", "config", "kamelets", "routes", "samples", "schemas");

    private Shipped() {}

    /** The flags that the start command gives to Java; none in a checkout from before it had any. */
    static List<String> jvmFlags(Path checkout) throws IOException {
        Matcher flags = FLAGS.matcher(Files.readString(checkout.resolve("bin/gateway")));
        return flags.find() ? Arrays.asList(flags.group(1).split(" ")) : List.of();
    }

    /** Whether a checkout has the start command; older ones are started by {@code java -jar}. */
    static boolean hasRun(Path checkout) throws IOException {
        return FLAGS.matcher(Files.readString(checkout.resolve("bin/gateway"))).find();
    }

    /**
     * Lays a checkout out as the guide to production says; another than this one is built first.
     *
     * @param jdk what the gateway will run on
     * @param prepare whether to let it write its archives, for a faster start
     */
    static void layOut(Path checkout, Path folder, Path jdk, boolean prepare) throws IOException, InterruptedException {
        if (!checkout.equals(Places.ROOT)) {
            Commands.run(checkout, "./mvnw", "-q", "-B", "-Dquick", "-DskipTests", "package");
        }
        Commands.run(checkout, "rm", "-rf", folder.toString());
        Commands.run(
                checkout,
                jdk.resolve("bin/java").toString(),
                "-Djarmode=tools",
                "-jar",
                checkout.resolve("target/upvest-gateway.jar").toString(),
                "extract",
                "--destination",
                folder.toString());
        for (String name : FOLDERS) {
            Commands.run(checkout, "cp", "-r", name, folder.toString());
        }
        if (prepare && hasRun(checkout)) {
            try {
                Commands.run(folder, Map.of("JAVA_HOME", jdk.toString()), "bin/gateway", "prepare");
            } catch (IOException e) { // all else is the same
                new Progress().say("NOT PREPARED, so its starts are slower: %s", e.getMessage());
            }
        }
    }
}
