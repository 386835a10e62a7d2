package upvest.gateway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway prepare}. */
@Command(
        name = "prepare",
        description = {
            "Makes the starts that follow faster.",
            "",
            "Starts the gateway once, delivers some events to it, and has Java write down what it has loaded: gateway.jsa,"
                    + " from Java 25 on gateway.aot. Once for each release and each Java; another Java starts as before."
                    + " The first \"gateway run\" of a release does it by itself, where it may write and unless"
                    + " GATEWAY_PREPARE=no."
        },
        exitCodeList = {
            "0:the archive is written",
            "2:this is no unpacked release",
            "3:it is not: the gateway did not start, or Java could not write it"
        })
final class PrepareCommand extends ShellCommand {
    private static final int FIRST_WITH_AOT = 25;
    private static final Pattern INTAKE = Pattern.compile("POST deliveries to +(\\S+)");
    private static final String SAMPLE = "samples/live/every-type.json";

    @Option(names = "--deliveries", paramLabel = "N", defaultValue = "50", description = "Deliveries; default: 50")
    private int deliveries = 50;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("gateway.home", "."));
        if (!Files.isDirectory(home.resolve("lib"))) {
            throw new IllegalArgumentException("only an unpacked release can be prepared, " + home + " is a checkout");
        }
        boolean aot = Runtime.version().feature() >= FIRST_WITH_AOT;
        Files.deleteIfExists(home.resolve("gateway.jsa"));
        Files.deleteIfExists(home.resolve("gateway.aot"));
        Path archive = home.toAbsolutePath().normalize().resolve(aot ? "gateway.aot" : "gateway.jsa");
        Path scratch = Files.createTempDirectory("upvest-gateway-prepare");
        try {
            Path classes = scratch.resolve("classes");
            observe(
                    home,
                    scratch,
                    aot ? "-XX:AOTMode=record -XX:AOTConfiguration=" + classes : "-XX:DumpLoadedClassList=" + classes);
            if (!aot) {
                leaveOutLambdas(classes);
            }
            write(
                    archive,
                    aot
                            ? List.of(
                                    "-XX:AOTMode=create", "-XX:AOTConfiguration=" + classes, "-XX:AOTCache=" + archive)
                            : List.of(
                                    "-Xshare:dump",
                                    "-XX:SharedClassListFile=" + classes,
                                    "-XX:SharedArchiveFile=" + archive));
        } finally {
            FileSystemUtils.deleteRecursively(scratch);
        }
        out().printf("%s, %d MB%n", archive, Files.size(archive) >> 20);
        return 0;
    }

    /** Runs the gateway for a while, Java notes what it loads. */
    private void observe(Path home, Path scratch, String note) throws IOException, InterruptedException {
        ProcessBuilder run = new ProcessBuilder(
                home.resolve("bin/gateway").toString(),
                "run",
                "--spring.profiles.active=quick-start",
                "--server.port=0",
                "--management.server.port=0",
                "--upvest.broker.port=0",
                "--upvest.data=" + scratch.resolve("data"));
        run.redirectErrorStream(true)
                .environment()
                .putAll(Map.of("GATEWAY_JAVA_OPTIONS", "-XX:+UseSerialGC " + note, "GATEWAY_PREPARE", "no"));
        Process gateway = run.start();
        try {
            deliver(home, gateway);
        } finally {
            gateway.destroy();
            gateway.waitFor();
        }
    }

    /** Java 17 crashes on some of them when it writes the archive. */
    private static void leaveOutLambdas(Path classes) throws IOException {
        Files.write(
                classes,
                Files.readAllLines(classes).stream()
                        .filter(line -> !line.startsWith("@lambda-proxy"))
                        .toList());
    }

    private static void write(Path archive, List<String> flags) throws IOException, InterruptedException {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.add("-XX:+UseSerialGC"); // as it is run
        java.addAll(flags);
        java.addAll(List.of("-cp", System.getProperty("java.class.path")));
        Process writer = new ProcessBuilder(java).redirectErrorStream(true).start();
        String said = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (writer.waitFor() != 0 || !Files.exists(archive)) {
            throw new IOException("Java wrote no " + archive + ": " + said);
        }
    }

    private void deliver(Path home, Process gateway) throws IOException {
        BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        Matcher intake = INTAKE.matcher("");
        for (String line = output.readLine(); line != null && !intake.find(); line = output.readLine()) {
            said.append(line).append('\n');
            intake.reset(line);
        }
        intake.reset();
        if (!intake.find()) {
            throw new IllegalArgumentException("the gateway did not start:\n" + said);
        }
        Thread rest = new Thread(() -> readOn(output), "gateway-output");
        rest.setDaemon(true);
        rest.start();
        int sent = new CommandLine(new SendCommand())
                .setOut(out())
                .setErr(err())
                .execute(List.of(
                                "--url",
                                intake.group(1),
                                "--fresh-ids",
                                "--repeat",
                                Integer.toString(deliveries),
                                home.resolve(SAMPLE).toString())
                        .toArray(String[]::new));
        if (sent != 0) {
            throw new IOException("the gateway did not accept what it was prepared with");
        }
    }

    /** So that the gateway is not held up by what it says. */
    private void readOn(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            err().println("the gateway has ended");
        }
    }
}
