package upvest.gateway.settings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import upvest.gateway.WrongSetting;

/** Whether the gateway can write where it is told to. */
final class Folders {
    /** What is written from the start on; a volume may hold folders of others, such as lost+found. */
    private static final List<String> INSIDE = List.of("broker", "ledger", "incoming", "mailbox");

    private static final List<String> LATER = List.of("upvest.files.directory", "upvest.recording.directory");

    private Folders() {}

    /** @throws WrongSetting with the folder and what is missing, when it cannot */
    static void check(ConfigurableEnvironment environment) {
        temporary();
        Binder binder = Binder.get(environment);
        Path data =
                binder.bind("upvest.data", Path.class).get().toAbsolutePath().normalize();
        try {
            DataFolder.keepPrivate(data);
            Files.delete(Files.createTempFile(data, "start-", ".tmp"));
        } catch (IOException e) {
            throw new WrongSetting("upvest.data: the folder " + data + " cannot be written: " + why(e), e);
        }
        for (String name : INSIDE) {
            writable("upvest.data", there(data.resolve(name)));
        }
        for (String setting : LATER) {
            writable(
                    setting,
                    there(binder.bind(setting, Path.class)
                            .get()
                            .toAbsolutePath()
                            .normalize()));
        }
    }

    /** Where Tomcat works, and native libraries are unpacked. */
    private static void temporary() {
        String folder = System.getProperty("java.io.tmpdir");
        try {
            Files.delete(Files.createTempFile("start-", ".tmp"));
        } catch (IOException e) {
            throw new WrongSetting(
                    "the folder for temporary files, " + folder + ", cannot be written: "
                            + (Files.isDirectory(Path.of(folder)) ? why(e) : "there is none")
                            + "; name another one with -Djava.io.tmpdir in GATEWAY_JAVA_OPTIONS",
                    e);
        }
    }

    /** The folder itself, or what is there of the way to it. */
    private static Path there(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private static void writable(String setting, Path path) {
        if (!Files.isDirectory(path)) {
            throw new WrongSetting(setting + ": " + path + " is not a folder");
        }
        if (!Files.isWritable(path)) {
            throw new WrongSetting(setting + ": " + path + " cannot be written: " + missing());
        }
    }

    private static String why(IOException e) {
        if (e instanceof AccessDeniedException) {
            return missing();
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is a file";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static String missing() {
        String user = System.getProperty("user.name");
        return "the user " + (user.equals("?") ? "of this process" : user) + " has no right to"; // "?": in no passwd
    }
}
