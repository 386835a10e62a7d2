package upvest.gateway;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A login at the embedded broker that consumes from some queues, browses them, and does nothing else.
 *
 * @param queues as in {@code upvest.channels}, with or without the prefix {@code upvest.}
 */
public record Team(String name, String password, List<String> queues) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final List<String> TAKEN = List.of("amq", "consumers");

    public Team {
        name = Objects.requireNonNullElse(name, "");
        if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
            throw new WrongSetting(
                    "upvest.broker.teams: a name has 1 to 64 letters, digits or _ -, and is not " + TAKEN);
        }
        if (password == null || password.isEmpty() || queues == null || queues.isEmpty()) {
            throw new WrongSetting("upvest.broker.teams: " + name + " needs a password and queues");
        }
    }

    /**
     * A queue's full name.
     *
     * @throws WrongSetting when it is none of these channels: a typing error would be found by nobody
     */
    public String queue(String queue, List<String> channels) {
        String channel = queue.startsWith("upvest.") ? queue.substring("upvest.".length()) : queue;
        if (!channels.contains(channel)) {
            throw new WrongSetting(
                    "upvest.broker.teams: " + name + " is to read " + queue + ", which is not among upvest.channels");
        }
        return "upvest." + channel;
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "Team[" + name + ", " + queues + "]";
    }
}
