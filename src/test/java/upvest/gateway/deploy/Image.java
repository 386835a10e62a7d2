package upvest.gateway.deploy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/** A folder with what the {@code Dockerfile} puts into {@code /app}, which belongs to root. */
final class Image {
    /** Nobody on this machine has this id. */
    private static final List<String> AS_ANOTHER_USER = List.of(
            "setpriv",
            "--reuid=12345",
            "--regid=0",
            "--clear-groups",
            "--no-new-privs",
            "--inh-caps=-all",
            "--bounding-set=-all");

    private static final Pattern COPIED = Pattern.compile("(?m)^COPY (\\w+) \\1$");

    private final Path home;

    private Image(Path home) {
        this.home = home;
    }

    /** Whether this process may start others as whoever it likes. */
    static boolean canBeOthers() {
        try {
            List<String> command = new ArrayList<>(AS_ANOTHER_USER);
            command.add("true");
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Image unpack(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path home = Files.createDirectory(folder.resolve("app"));
        for (MatchResult copied : COPIED.matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .toList()) {
            FileSystemUtils.copyRecursively(Path.of(copied.group(1)), home.resolve(copied.group(1)));
        }
        Files.setPosixFilePermissions(home.resolve("bin/gateway"), PosixFilePermissions.fromString("rwxr-xr-x"));
        FileSystemUtils.copyRecursively(Path.of("target/classes"), home.resolve("classes"));
        StringBuilder classPath = new StringBuilder("classes/");
        Path lib = Files.createDirectory(home.resolve("lib"));
        for (String jar : Files.readString(Path.of("target/classpath")).strip().split(File.pathSeparator)) {
            Path library = lib.resolve(Path.of(jar).getFileName());
            try {
                Files.createLink(library, Path.of(jar));
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(Path.of(jar), library); // another file system
            }
            classPath.append(" lib/").append(library.getFileName());
        }
        writeJar(home.resolve("upvest-gateway.jar"), classPath.toString());
        Image image = new Image(home);
        image.writable("app/data");
        return image;
    }

    private static void writeJar(Path jar, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
    }

    Path home() {
        return home;
    }

    Path data() {
        return home.resolve("data");
    }

    /** A folder beside the image that group 0 may write, as a volume is. */
    Path writable(String name) throws IOException {
        Path volume = Files.createDirectory(home.resolveSibling(name));
        Files.setAttribute(volume, "unix:gid", 0);
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwx---"));
        return volume;
    }

    /** {@code bin/gateway run}, as the image does, with nothing else in its environment; waits until it is up. */
    Container run(Map<String, String> environment, Map<String, String> settings) throws IOException {
        List<String> words = new ArrayList<>(List.of("run"));
        settings.forEach((name, value) -> words.add("--" + name + "=" + value));
        return new Container(start(environment, words), environment);
    }

    /** What {@code bin/gateway} prints, executed beside the gateway. */
    String command(Container beside, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", beside.management()));
        return end(beside.environment(), all.toArray(String[]::new));
    }

    /** What {@code bin/gateway} prints until it ends. */
    String end(Map<String, String> environment, String... words) throws IOException {
        Process command = start(environment, List.of(words));
        return new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process start(Map<String, String> environment, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(AS_ANOTHER_USER);
        command.add("bin/gateway");
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }
}
