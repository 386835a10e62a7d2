package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

/** What the embedded ledger has on the disk, whatever becomes of its process. */
class LedgerStoreTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int KILLS = 8;

    @TempDir
    Path folder;

    /** Enters claims until it is killed, and tells the number of each when it has returned. */
    static final class Enterer {
        public static void main(String[] arguments) {
            LedgerStore store = new LedgerStore(Path.of(arguments[0]));
            Ledger ledger = Ledgers.embedded(store).ledger();
            for (int number = Integer.parseInt(arguments[1]); ; number++) {
                ledger.enter(List.of(claim(number)));
                System.out.println(number);
            }
        }
    }

    /** The claim of a number, always the same. */
    private static Ledger.Claim claim(int number) {
        Random random = new Random(number);
        Instant received = BEGIN.plusMillis(number);
        UUID delivery = id(random);
        List<Ledger.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            entries.add(new Ledger.Entry(
                    id(random), delivery, "ORDER.NEW", "object-" + number, received, received, "upvest.orders"));
        }
        return new Ledger.Claim(
                new AcceptedDelivery(id(random), delivery, "w", received, entries.size()), entries, Map.of());
    }

    private static UUID id(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    @Test
    void aKilledProcessLosesNothingThatReturnedAndLeavesNothingHalf() throws Exception {
        int returned = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            returned = killed(returned, 1 + 7 * kill);
            try (LedgerStore store = new LedgerStore(folder)) {
                returned = verified(Ledgers.embedded(store), returned);
            }
        }
    }

    /** @return the first number that was not heard */
    private int killed(int from, int commits) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Enterer.class.getName(),
                        folder.toString(),
                        Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int heard = from;
        try (BufferedReader numbers = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = numbers.readLine(); line != null; line = numbers.readLine()) {
                heard = Integer.parseInt(line) + 1;
                if (heard == from + commits) {
                    process.toHandle().destroyForcibly(); // its output can still be read
                }
            }
        }
        process.waitFor();
        assertThat(heard).isGreaterThanOrEqualTo(from + commits);
        return heard;
    }

    /** @return the first number that is not there */
    private static int verified(Ledgers.Kind kind, int returned) {
        int number = 0;
        for (boolean there = true; there; number++) {
            Ledger.Claim claim = claim(number);
            List<Ledger.Entry> found = kind.search().eventsOf(claim.delivery().deliveryId(), 1000).stream()
                    .map(Search.FoundEvent::entry)
                    .toList();
            there = number < returned || !found.isEmpty();
            if (there) {
                assertThat(found).as("claim %d of %d", number, returned).hasSameElementsAs(claim.entries());
                assertThat(kind.search().about("object-" + number, 1000)).hasSize(200);
                assertThat(kind.ledger()
                                .owners(found.stream()
                                        .map(Ledger.Entry::eventId)
                                        .toList()))
                        .hasSize(200);
            }
        }
        int whole = number - 1;
        assertThat(kind.size().now().rows()).isEqualTo(200L * whole);
        assertThat(kind.completeness().gaps(BEGIN, BEGIN.plus(Duration.ofDays(1)), 10))
                .isEmpty();
        return whole;
    }

    @Test
    void isOneProcesssOnly() {
        try (LedgerStore store = new LedgerStore(folder)) {
            assertThat(store.<Boolean>read(open -> true)).isTrue();
            assertThatThrownBy(() -> new LedgerStore(folder))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining(folder.toString());
        }
    }

    @Test
    void whatIsUnnamedIsNoLongerInItsFiles() throws Exception {
        try (LedgerStore store = new LedgerStore(folder)) {
            Ledgers.Kind kind = Ledgers.embedded(store);
            for (int number = 0; number < 20; number++) {
                kind.ledger().enter(List.of(claim(number)));
            }
            store.<Boolean>read(open -> {
                open.rewrite(); // it is in a table, not only in the log
                return true;
            });
            assertThat(filesWith("object-13")).isNotEmpty();
            assertThat(kind.corrections().unname("object-13")).isEqualTo(200);
            Awaitility.await("old files are deleted")
                    .ignoreException(NoSuchFileException.class)
                    .untilAsserted(() -> assertThat(filesWith("object-13")).isEmpty());
            assertThat(filesWith("object-12")).isNotEmpty();
        }
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    void tellsThatItIsClosed() {
        LedgerStore store = new LedgerStore(folder);
        store.close();
        assertThatThrownBy(() -> Ledgers.embedded(store).search().event(UUID.randomUUID()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("closed");
    }
}
