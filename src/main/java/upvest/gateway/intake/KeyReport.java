package upvest.gateway.intake;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** The trusted keys as status and health tell them. */
public final class KeyReport {
    private KeyReport() {}

    /**
     * In few words, each with its name: {@code trusted} (how many), {@code ids}, {@code source}, {@code read} (when the
     * source told them), {@code from} ({@code source}, or {@code disk} as long as the source has told nothing since the
     * start), {@code leftOut} and {@code failure} (why the last reading failed), where there are such.
     */
    public static Map<String, Object> of(TrustedKeys keys) {
        KeyState now = keys.now();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("trusted", now.set().keys().size());
        told.put("ids", new TreeSet<>(now.set().keys().keySet()));
        told.put("source", keys.source().toString());
        Instant read = now.read();
        if (read != null) {
            told.put("read", read.toString());
            told.put("from", now.fromDisk() ? "disk" : "source");
        }
        if (!now.set().leftOut().isEmpty()) {
            told.put("leftOut", now.set().leftOut());
        }
        if (!now.failure().isEmpty()) {
            told.put("failure", now.failure());
        }
        return told;
    }
}
