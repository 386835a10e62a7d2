package upvest.gateway.outboxes;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether mails leave the gateway, and whom the mail server does not take them for. */
public final class MailState {
    private static final Logger LOG = LoggerFactory.getLogger(MailState.class);

    private final Clock clock;
    private Map<String, Trouble> refused = Map.of();
    private @Nullable Trouble failing;

    MailState(Clock clock) {
        this.clock = clock;
    }

    private record Trouble(Instant since, String why) {}

    /**
     * A mail is on its way.
     *
     * @param without whom it does not go to, each with the server's reason
     */
    synchronized void sent(Map<String, String> without) {
        if (failing != null) {
            LOG.atInfo().addKeyValue("since", failing.since).log("mails are taken again");
            failing = null;
        }
        Map<String, Trouble> now = new TreeMap<>();
        without.forEach((address, why) -> {
            Trouble before = refused.get(address);
            now.put(address, new Trouble(before == null ? now() : before.since, why));
            if (before == null) {
                LOG.atWarn()
                        .addKeyValue("address", address)
                        .addKeyValue("why", why)
                        .log("a recipient is refused");
            }
        });
        refused = now;
    }

    /** A mail could not be sent, to nobody. */
    synchronized void failed(String why) {
        if (failing == null || !failing.why.equals(why)) {
            LOG.atWarn().addKeyValue("why", why).log("mails cannot be sent");
        }
        failing = new Trouble(failing == null ? now() : failing.since, why);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** One line for each thing that somebody should look at. */
    public synchronized List<String> attention() {
        List<String> lines = new ArrayList<>();
        if (failing != null) {
            lines.add("mails cannot be sent since " + failing.since + ", they are tried again: " + failing.why);
        }
        refused.forEach((address, trouble) -> lines.add("no mail reaches " + address + " (upvest.mail.to) since "
                + trouble.since + ", the others get theirs: " + trouble.why));
        return lines;
    }
}
