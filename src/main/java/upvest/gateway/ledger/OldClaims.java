package upvest.gateway.ledger;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier releases noted beside their embedded ledger until its file was written: {@code claims-<number>}, a line of
 * JSON for each delivery, in the order of their commits.
 */
final class OldClaims {
    private static final Logger LOG = LoggerFactory.getLogger(OldClaims.class);
    private static final String PREFIX = "claims-";
    private static final ObjectMapper LINES = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addMixIn(Ledger.Entry.class, Positional.class)
            .build();

    private OldClaims() {}

    /** Values without names. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    private interface Positional {}

    private record Line(AcceptedDelivery delivery, List<Ledger.Entry> events, Map<UUID, Integer> again) {}

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(PREFIX + "\\d+"))
                    .sorted(Comparator.comparingLong(OldClaims::number))
                    .toList();
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
    }

    static void read(Path file, Consumer<Ledger.Claim> claims) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                Line line;
                try {
                    line = LINES.readValue(text.getBytes(StandardCharsets.ISO_8859_1), Line.class);
                } catch (IOException e) { // the process ended while it was written, before the commit
                    LOG.atInfo().addKeyValue("file", file).log("a line of the earlier ledger was not finished");
                    continue;
                }
                claims.accept(new Ledger.Claim(line.delivery, line.events, line.again));
            }
        }
    }
}
