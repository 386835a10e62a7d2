package upvest.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is kept of recent deliveries, for trying changed routes with.
 *
 * @param deliveries at most so many
 * @param age none older than this
 * @param whole as they arrived; otherwise what routing reads is kept, and nothing else
 * @param fields JSON pointers of what else routing reads
 */
public record Recording(
        boolean enabled,
        Path directory,
        @Within(least = "1", most = "100000") int deliveries,
        @Within(least = "1m", most = "36500d") Duration age,
        boolean whole,
        List<String> fields) {
    public Recording {
        for (String field : fields) {
            if (!field.startsWith("/")) {
                throw new WrongSetting("upvest.recording.fields: '" + field + "' is not a JSON pointer, write /"
                        + field.replace('.', '/'));
            }
        }
    }
}
