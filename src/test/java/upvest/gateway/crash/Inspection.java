package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Tree;

/** Compares what was sent with what arrived: on all queues, in files, in mails, in the ledger. */
final class Inspection {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Installation site;
    private final boolean filesAgain;
    private final Map<String, String> ledger = new HashMap<>();
    private final Map<String, String> takenFiles = new HashMap<>();

    Inspection(Installation site) {
        this(site, false);
    }

    /** @param filesAgain whether a file that was taken away may be written again, as by a gateway that was silent for long */
    Inspection(Installation site, boolean filesAgain) {
        this.site = site;
        this.filesAgain = filesAgain;
    }

    /** How many events were compared so far. */
    int events() {
        return ledger.size();
    }

    /** Takes everything out of the queues: each event once, in order for its object, byte for byte, nothing else. */
    void inspect(List<List<Event>> sent) throws Exception {
        inspect(sent, List.of());
    }

    /** @param taken what a consumer has taken before, in order */
    void inspect(List<List<Event>> sent, List<FailoverConsumer.Taken> taken) throws Exception {
        List<Event> all = sent.stream().flatMap(List::stream).toList();
        all.forEach(event -> ledger.put(event.id(), event.channels()));
        Map<String, List<String>> expected = new TreeMap<>();
        all.forEach(event -> expected.computeIfAbsent(event.queue() + " " + event.object(), any -> new ArrayList<>())
                .add(event.text()));
        Map<String, List<String>> arrived = new TreeMap<>();
        taken.forEach(
                message -> arrived.computeIfAbsent(message.queue() + " " + message.object(), any -> new ArrayList<>())
                        .add(message.text()));
        drain(all.size(), arrived);
        Set<String> lanes = new HashSet<>(expected.keySet());
        lanes.addAll(arrived.keySet());
        List<String> differences = lanes.stream()
                .flatMap(lane -> differences(
                        lane, expected.getOrDefault(lane, List.of()), arrived.getOrDefault(lane, List.of())))
                .toList();
        assertThat(differences).as("differences between sent and arrived").isEmpty();
        inspectFiles(all.stream().filter(Event::file).collect(Collectors.toMap(Event::id, Event::text)));
        inspectMails(all.stream().filter(Event::mail).map(Event::id).collect(Collectors.toSet()));
    }

    /** Queue and object, with what was found there in order. */
    private void drain(int expected, Map<String, List<String>> arrived) throws JMSException {
        try {
            await().atMost(PATIENCE).until(() -> {
                take(arrived);
                return arrived.values().stream().mapToInt(List::size).sum() >= expected;
            });
        } catch (ConditionTimeoutException e) {
            // what is missing is told as a difference
        }
        take(arrived);
    }

    private void take(Map<String, List<String>> arrived) throws JMSException {
        Channels.drain(site.brokerUrl())
                .forEach((queue, messages) -> messages.forEach(message -> arrived.computeIfAbsent(
                                queue + " " + message.property("UpvestObjectId"), any -> new ArrayList<>())
                        .add(message.body())));
    }

    private static Stream<String> differences(String lane, List<String> expected, List<String> arrived) {
        if (expected.equals(arrived)) {
            return Stream.empty();
        }
        List<String> lost = new ArrayList<>(expected);
        arrived.forEach(lost::remove);
        List<String> more = new ArrayList<>(arrived);
        expected.forEach(more::remove);
        return Stream.of(lane + ": lost " + heads(lost) + ", not expected or not again " + heads(more)
                + (lost.isEmpty() && more.isEmpty() ? ", in another order: " + heads(arrived) : ""));
    }

    private static List<String> heads(List<String> events) {
        return events.stream()
                .limit(5)
                .map(event -> event.substring(0, Math.min(event.length(), 120)))
                .toList();
    }

    /** One file for each, then takes them away: one that is written again would be found later. */
    private void inspectFiles(Map<String, String> texts) throws IOException {
        await("a file for each report and fee").atMost(PATIENCE).until(() -> list(site.files(), ".json").stream()
                .map(Inspection::event)
                .toList()
                .containsAll(texts.keySet()));
        Map<String, String> found = new HashMap<>();
        for (Path file : list(site.files(), ".json")) {
            assertThat(found.put(event(file), Files.readString(file)))
                    .as("a second file for " + event(file))
                    .isNull();
            Files.delete(file);
        }
        if (filesAgain) {
            found.entrySet().removeIf(file -> file.getValue().equals(takenFiles.get(file.getKey())));
            takenFiles.putAll(texts);
        }
        assertThat(found.equals(texts)).as("the files are those that were sent").isTrue();
    }

    private static String event(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    /** At least one mail tells of each. */
    private void inspectMails(Set<String> events) {
        Set<String> missing = new HashSet<>(events);
        await("a mail tells of each failure").atMost(PATIENCE).until(() -> {
            for (Path mailbox : site.mailboxes()) {
                for (Path mail : list(mailbox, ".eml")) {
                    String text = Files.readString(mail);
                    missing.removeIf(text::contains);
                    Files.delete(mail);
                }
            }
            return missing.isEmpty();
        });
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        return Tree.files(folder).stream()
                .filter(file -> file.toString().endsWith(ending))
                .filter(file -> !file.getFileName().toString().startsWith(".")) // not whole yet
                .toList();
    }

    /**
     * Once, at the very end: a row for each event, with its channels, and no other.
     *
     * @param besides a channel that does not count
     */
    void inspectLedger(String besides) throws InterruptedException, SQLException {
        Map<String, String> rows = site.ledger();
        rows.replaceAll((event, channels) -> channels.replace("," + besides, ""));
        assertThat(rows).hasSameSizeAs(ledger);
        assertThat(rows.equals(ledger)).as("the ledger's rows are the events").isTrue();
    }
}
