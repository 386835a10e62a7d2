package upvest.gateway.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.intake.IntakePause;

/**
 * What operators have paused: the intake, which then answers 503, or queues of domains and outboxes, which then keep what
 * they have and go on taking. The broker remembers the queues, a file the intake, so all of it survives a restart.
 */
public final class Pause implements IntakePause {
    /** What is paused when no delivery is accepted. */
    public static final String INTAKE = "intake";

    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.pause");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<String> channels;
    private final Queues queues;
    private final Audit audit;
    private final Clock clock;
    private volatile Map<String, Paused> noted = Map.of();

    /**
     * Something that is paused.
     *
     * @param since empty when somebody at the broker has paused it
     * @param why empty when nobody said
     */
    public record Paused(String by, String since, String why) {
        private static final Paused AT_THE_BROKER = new Paused("somebody at the broker", "", "");
    }

    /**
     * @param file where it is noted who paused what
     * @param channels that there are, also where the broker has made no queue yet
     */
    Pause(Path file, List<String> channels, Queues queues, Audit audit, Clock clock) throws IOException {
        this.file = file;
        this.channels = channels;
        this.queues = queues;
        this.audit = audit;
        this.clock = clock;
        if (Files.exists(file)) {
            noted = JSON.readValue(file.toFile(), new TypeReference<>() {});
        }
    }

    @Override
    public boolean intakePaused() {
        return noted.containsKey(INTAKE);
    }

    /** What is paused, by name. */
    public Map<String, Paused> all() {
        return noted;
    }

    /** In words: by whom, since when and why; empty when it is not paused. */
    public String told(String what) {
        Paused pause = noted.get(what);
        if (pause == null) {
            return "";
        }
        return "paused" + (pause.since().isEmpty() ? "" : " since " + pause.since()) + " by " + pause.by()
                + (pause.why().isEmpty() ? "" : ": " + pause.why());
    }

    /** @param what {@code intake}, or the name of a domain's queue or an outbox */
    synchronized void pause(String what, String by, String why) throws IOException {
        String name = known(what);
        Action action = new Action(by, "pause " + name, why.isBlank() ? "" : "why='" + why.strip() + "'", false);
        audit.add(action, 1, "paused");
        if (!name.equals(INTAKE)) {
            queues.pause(Queues.PREFIX + name);
        }
        Map<String, Paused> next = new TreeMap<>(noted);
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        next.put(name, new Paused(action.who(), now, why.strip()));
        note(next);
        LOG.atWarn().addKeyValue("what", name).addKeyValue("by", by).log("PAUSED");
    }

    synchronized void resume(String what, String by) throws IOException {
        String name = known(what);
        audit.add(new Action(by, "resume " + name, "", false), 1, "resumed");
        if (!name.equals(INTAKE)) {
            queues.resume(Queues.PREFIX + name);
        }
        Map<String, Paused> next = new TreeMap<>(noted);
        next.remove(name);
        note(next);
        LOG.atWarn().addKeyValue("what", name).addKeyValue("by", by).log("resumed");
    }

    /** Compares with the broker, where somebody else may have paused or resumed a queue. */
    synchronized void look() throws IOException {
        Map<String, Paused> next = new TreeMap<>();
        if (noted.containsKey(INTAKE)) {
            next.put(INTAKE, noted.get(INTAKE));
        }
        queues.depths().forEach((queue, depth) -> {
            String name = Queues.channel(queue);
            if (depth.paused()) {
                next.put(name, noted.getOrDefault(name, Paused.AT_THE_BROKER));
            }
        });
        if (!next.equals(noted)) {
            note(next);
            LOG.atWarn().addKeyValue("paused", next.keySet()).log("somebody paused or resumed at the broker");
        }
    }

    private String known(String what) {
        String name = Queues.channel(what.strip());
        if (name.equals(INTAKE)) {
            return name;
        }
        List<String> pausable = Stream.concat(
                        channels.stream(), queues.depths().keySet().stream().map(Queues::channel))
                .filter(channel -> !ServiceChannel.queues().contains(Queues.PREFIX + channel))
                .distinct()
                .sorted()
                .toList();
        if (!pausable.contains(name)) {
            throw new IllegalArgumentException(
                    "'" + what + "' cannot be paused, write " + INTAKE + " or one of " + pausable);
        }
        return name;
    }

    private void note(Map<String, Paused> next) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.write(unfinished, JSON.writeValueAsBytes(next));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        noted = Map.copyOf(next);
    }
}
