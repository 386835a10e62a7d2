package upvest.gateway.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import upvest.gateway.WrongSetting;

/**
 * What an embedded broker has written. It numbers its files in the digits of Java's language and finds those only: pages
 * that are named otherwise would be missing in silence.
 */
final class BrokerFiles {
    private BrokerFiles() {}

    /** @throws WrongSetting when a file's name has other letters or digits than the broker looks for */
    static void check(Path home) throws IOException {
        if (Files.isDirectory(home)) {
            try (Stream<Path> files = Files.walk(home)) {
                files.filter(file -> file.getFileName().toString().chars().anyMatch(letter -> letter > '~'))
                        .findFirst()
                        .ifPresent(file -> {
                            throw new WrongSetting("upvest.data: " + file + " was written by a Java of another"
                                    + " language, and the broker would not find it; rename all such files, with the"
                                    + " digits 0 to 9");
                        });
            }
        }
    }
}
