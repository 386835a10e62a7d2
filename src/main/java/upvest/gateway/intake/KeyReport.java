package upvest.gateway.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The trusted keys as status and health show them.
 *
 * @param trusted how many
 * @param read when the source gave them; null when it has not yet
 * @param from {@code source}, or {@code disk} as long as the source has given nothing since the start
 * @param leftOut keys of the source that are not trusted, each with why
 * @param failure why the last reading failed; null when it did not
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KeyReport(
        int trusted,
        SortedSet<String> ids,
        String source,
        @Nullable Instant read,
        @Nullable String from,
        @Nullable List<String> leftOut,
        @Nullable String failure) {

    public static KeyReport of(TrustedKeys keys) {
        KeyState now = keys.now();
        Instant read = now.read();
        return new KeyReport(
                now.set().keys().size(),
                new TreeSet<>(now.set().keys().keySet()),
                keys.source().toString(),
                read,
                read == null ? null : now.fromDisk() ? "disk" : "source",
                now.set().leftOut(),
                now.failure().isEmpty() ? null : now.failure());
    }
}
