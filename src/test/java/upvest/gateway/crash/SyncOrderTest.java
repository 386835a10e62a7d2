package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;

/** What the kernel is told, as strace sees it: what is forced to the disk before the 200, and what before the commit. */
@EnabledIf(value = "straceCanAttach", disabledReason = "there is no strace, or it may not attach to another process")
class SyncOrderTest {
    private static final Path SAMPLE = Path.of("samples/published/user-created.json");
    private static final String JOURNAL = "journal";
    private static final String LEDGER = "ledger";
    private static final String ANSWER = "200";

    /** A call: process, the call's name and its beginning, or the end of one that was interrupted by others. */
    private static final Pattern CALL = Pattern.compile("(\\d+) +(?:<\\.\\.\\. )?(\\w+)(?:\\((.*)| resumed>.*)");

    private static final Pattern FORCED = Pattern.compile(".*<[^>]*/(?:(broker/journal/[^>]*\\.amq)|ledger/[^>]*)>.*");

    @TempDir
    Path folder;

    static boolean straceCanAttach() throws IOException, InterruptedException {
        try {
            Process strace = strace(ProcessHandle.current().pid(), Path.of("/dev/null"));
            strace.destroy();
            strace.waitFor();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theJournalIsOnTheDiskBeforeTheAnswerAndTheLedgerBeforeTheCommit() throws Exception {
        try (Installation site = new Installation(false, false, 1, new Random())) {
            deliver(site); // all files and connections are there
            Path calls = folder.resolve("calls");
            Process strace = strace(site.pid(), calls);
            try {
                deliver(site);
            } finally {
                strace.destroy();
                assertThat(strace.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }
            List<String> order = order(Files.readAllLines(calls));
            assertThat(order).contains(ANSWER).startsWith(JOURNAL);
            order.remove(ANSWER);
            assertThat(withoutRepeats(order))
                    .as("stored and answered; then entered, then committed")
                    .containsExactly(JOURNAL, LEDGER, JOURNAL);
        }
    }

    private static void deliver(Installation site) throws Exception {
        String delivery = FreshIds.of(Files.readString(SAMPLE));
        assertThat(Deliverer.postWithin(Duration.ofMinutes(1), site.address(0), delivery))
                .isEqualTo(200);
        Channels.awaitDispatched(site.brokerUrl());
    }

    /** Begins to write down what a process asks the kernel for; returns once it is attached. */
    private static Process strace(long pid, Path calls) throws IOException {
        Process strace = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-y",
                        "-s",
                        "20",
                        "-e",
                        "trace=fsync,fdatasync,write,writev,sendto",
                        "-o",
                        calls.toString(),
                        "-p",
                        Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        String first = strace.inputReader().readLine();
        if (first == null || !first.contains("attached")) {
            strace.destroy();
            throw new IOException("strace says " + first);
        }
        return strace;
    }

    /** What was forced, when it was done, and the answer, when it began. */
    private static List<String> order(List<String> lines) {
        List<String> order = new ArrayList<>();
        Map<String, String> forcing = new HashMap<>();
        for (String line : lines) {
            Matcher call = CALL.matcher(line);
            if (!call.matches()) {
                continue;
            }
            String process = call.group(1);
            String arguments = call.group(3);
            if (!call.group(2).endsWith("sync")) {
                if (arguments != null && arguments.contains("\"HTTP/1.1 200")) {
                    order.add(ANSWER);
                }
                continue;
            }
            if (arguments != null) {
                Matcher forced = FORCED.matcher(arguments);
                forcing.put(process, forced.matches() ? forced.group(1) == null ? LEDGER : JOURNAL : "");
            }
            if (!line.endsWith("<unfinished ...>")
                    && !forcing.getOrDefault(process, "").isEmpty()) {
                order.add(forcing.get(process));
            }
        }
        return order;
    }

    private static List<String> withoutRepeats(List<String> order) {
        List<String> once = new ArrayList<>();
        for (String step : order) {
            if (once.isEmpty() || !once.get(once.size() - 1).equals(step)) {
                once.add(step);
            }
        }
        return once;
    }
}
