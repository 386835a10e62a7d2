package upvest.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.util.FileSystemUtils;

/** The script {@code bin/gateway}: where it is called from, and what its surroundings say. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class LauncherTest {
    private static final Path SCRIPT = Path.of("bin/gateway").toAbsolutePath();

    @TempDir
    Path folder;

    record Ended(int code, String out, String err) {}

    @Test
    void aLinkIsAsGoodAsTheFileItself() throws Exception {
        Files.createDirectories(folder.resolve("lib"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("upvest"), SCRIPT);
        Files.createSymbolicLink(bin.resolve("gateway"), Path.of("../bin/upvest"));
        assertThat(run(folder, Map.of(), bin.resolve("gateway").toString(), "--version"))
                .isEqualTo(new Ended(0, "upvest-gateway 0.1.0\n", ""));
    }

    @Test
    void cdpathHasNoEffect() throws Exception {
        Map<String, String> cdpath = Map.of("CDPATH", ".:" + folder);
        Files.createDirectories(folder.resolve("bin"));
        assertThat(run(SCRIPT.getParent().getParent(), cdpath, "bin/gateway", "--version"))
                .isEqualTo(new Ended(0, "upvest-gateway 0.1.0\n", ""));
        assertThat(run(SCRIPT.getParent(), cdpath, "./gateway", "--version").code())
                .isZero();
    }

    @Test
    void worksInAFolderOfAnyName() throws Exception {
        String name = "a + b %41 #1 it's [mine] {{x}} M\u00fcller";
        // made by the shell, because Java cannot name all of them in every locale
        Ended made = run(
                folder,
                Map.of(),
                "sh",
                "-c",
                "mkdir \"$(printf " + octal(name) + ")\" && cd ./* && cp -R \"$1/bin\" \"$1/config\" \"$1/docs\""
                        + " \"$1/kamelets\" \"$1/routes\" \"$1/samples\" \"$1/schemas\" . && ln -s \"$1/target\" target"
                        + " && LC_ALL=C bin/gateway check",
                "sh",
                SCRIPT.getParent().getParent().toString());
        assertThat(made.code()).as(made.out() + made.err()).isZero();
        assertThat(made.out()).contains("nothing is wrong");
        run(folder, Map.of(), "sh", "-c", "rm -r ./*");
    }

    private static String octal(String name) {
        StringBuilder octal = new StringBuilder("'");
        for (byte part : name.getBytes(StandardCharsets.UTF_8)) {
            octal.append(String.format("\\%03o", part & 0xff));
        }
        return octal.append('\'').toString();
    }

    @Test
    void speaksUtf8InEveryLocale() throws Exception {
        Map<String, String> plain = Map.of("LC_ALL", "C");
        Ended hash = run(
                SCRIPT.getParent().getParent(),
                plain,
                "sh",
                "-c",
                "printf 'correct h\\303\\266rse battery\\n' | bin/gateway hash-password");
        assertThat(new BCryptPasswordEncoder()
                        .matches(
                                "correct h\u00f6rse battery", hash.out().strip().substring("{bcrypt}".length())))
                .isTrue();
        Ended missing = run(
                SCRIPT.getParent().getParent(), plain, "sh", "-c", "bin/gateway send \"$(printf 'M\\303\\274ller')\"");
        assertThat(missing.err()).isEqualTo("gateway: no such file: M\u00fcller\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java/A.java", "src/main/resources/a.yaml", "pom.xml"})
    void compilesWhatHasChanged(String changed) throws Exception {
        FileSystemUtils.copyRecursively(SCRIPT.getParent(), folder.resolve("bin"));
        Instant built = Instant.parse("2026-01-01T00:00:00Z");
        for (String source : List.of("src/main/java/A.java", "src/main/resources/a.yaml", "pom.xml")) {
            write(source, "");
            age(source, built.minusSeconds(1));
        }
        age("src/main/java", built.minusSeconds(1));
        age("src/main/resources", built.minusSeconds(1));
        for (String output : List.of(
                "target/classpath",
                "target/maven-status/maven-compiler-plugin/compile/default-compile/inputFiles.lst")) {
            write(output, "nothing.jar");
            age(output, built);
        }
        executable("bin/gateway");
        write("mvnw", "#!/bin/sh\necho \"$@\" >> compiled.txt\n");
        executable("mvnw");
        write("jdk/bin/java", "#!/bin/sh\necho started\n");
        executable("jdk/bin/java");
        Map<String, String> java = Map.of("JAVA_HOME", folder.resolve("jdk").toString());
        assertThat(run(folder, java, "bin/gateway", "--version")).isEqualTo(new Ended(0, "started\n", ""));

        age(changed, built.plusSeconds(1));
        assertThat(run(folder, java, "bin/gateway", "--version"))
                .isEqualTo(new Ended(0, "started\n", "gateway: sources have changed, compiling ...\n"));
        assertThat(run(folder, java, "bin/gateway", "--version")).isEqualTo(new Ended(0, "started\n", ""));
        assertThat(folder.resolve("compiled.txt")).hasContent("-q -B -Dquick compile");
    }

    @Test
    void whatIsInExtIsOnTheClassPathBehindTheRelease() throws Exception {
        write("bin/gateway", Files.readString(SCRIPT));
        executable("bin/gateway");
        write("upvest-gateway.jar", "");
        write("jdk/bin/java", "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\n");
        executable("jdk/bin/java");
        Map<String, String> java = Map.of("JAVA_HOME", folder.resolve("jdk").toString(), "GATEWAY_PREPARE", "no");
        String jar = folder.toRealPath().resolve("upvest-gateway.jar").toString();
        assertThat(run(folder, java, "bin/gateway", "check").out()).contains("\n-cp\n" + jar + "\n");

        write("ext/driver.jar", "");
        String ext = folder.toRealPath().resolve("ext") + "/*";
        for (String command : List.of("check", "run")) {
            assertThat(run(folder, java, "bin/gateway", command).out()).contains("\n-cp\n" + jar + ":" + ext + "\n");
        }
    }

    private void age(String name, Instant time) throws IOException {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(time));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void executable(String name) {
        assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    private Ended run(Path home, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("launcher-out", ".txt");
        Path err = Files.createTempFile("launcher-err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> variables = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        variables.putAll(environment);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
