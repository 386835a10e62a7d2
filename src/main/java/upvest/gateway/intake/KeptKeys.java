package upvest.gateway.intake;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.PrivateFile;

/**
 * The last good set on the disk, for a start while the key server is away. What is in the file is trusted as the server's
 * own words were: it must be the owner's alone, and of the same source.
 *
 * @param file below {@code upvest.data}
 * @param source where the keys must have come from
 */
record KeptKeys(Path file, String source) {
    private static final Logger LOG = LoggerFactory.getLogger(KeptKeys.class);

    /** @param read when the source told them */
    record Kept(KeySet set, Instant read) {}

    /** Writes them down. Where that fails they are trusted all the same, as long as the gateway runs. */
    void keep(KeySet set, Instant read) {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("source", source);
        kept.put("read", read.toString());
        kept.put(
                "keys",
                set.keys().values().stream()
                        .map(key -> key.jwk().toJSONObject())
                        .toList());
        try {
            PrivateFile.write(file, JSONObjectUtils.toJSONString(kept));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.toString())
                    .log("trusted keys could not be written to {}: the next start needs their source", file);
        }
    }

    /** What the disk has; null when it has nothing that may be trusted, and the log says why. */
    @Nullable
    Kept recall(Instant now) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            checkWhoMayWrite();
            String json;
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                json = new String(in.readNBytes(KeySet.LARGEST), StandardCharsets.UTF_8);
            }
            Map<String, Object> kept = JSONObjectUtils.parse(json, KeySet.LARGEST);
            String of = JSONObjectUtils.getString(kept, "source");
            if (!source.equals(of)) {
                throw new IOException("its keys are those of another source");
            }
            Instant read = Instant.parse(Objects.requireNonNullElse(JSONObjectUtils.getString(kept, "read"), ""));
            if (read.isAfter(now)) {
                throw new IOException("it says that it was written later than now");
            }
            return new Kept(KeySet.parse(json, now), read);
        } catch (IOException | ParseException | DateTimeException e) {
            LOG.atWarn().addKeyValue("cause", String.valueOf(e.getMessage())).log("{} is of no use and not read", file);
            return null;
        }
    }

    private void checkWhoMayWrite() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is not a file");
        }
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            Set<PosixFilePermission> may = view.readAttributes().permissions();
            if (may.contains(PosixFilePermission.GROUP_WRITE) || may.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IOException("others than its owner may write it");
            }
        }
    }
}
