package upvest.gateway.broker;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where messages wait for a person. */
public enum ServiceChannel {
    DEAD,
    INVALID,
    UNKNOWN,
    /** Was replayed so often in vain that it takes a decision. */
    PARKED;

    private static final Set<String> QUEUES =
            Stream.of(values()).map(ServiceChannel::queue).collect(Collectors.toUnmodifiableSet());

    /** @param name with or without the prefix */
    public static ServiceChannel of(String name) {
        for (ServiceChannel channel : values()) {
            if (name.equals(channel.toString()) || name.equals(channel.queue())) {
                return channel;
            }
        }
        throw new IllegalArgumentException(
                "'" + name + "' is not a service channel, write one of " + List.of(values()));
    }

    /** The one that has this queue; null when none has. */
    public static @Nullable ServiceChannel at(String queue) {
        return QUEUES.contains(queue) ? of(queue) : null;
    }

    /** The names of all of them, without the prefix. */
    public static Set<String> names() {
        return Stream.of(values()).map(ServiceChannel::toString).collect(Collectors.toUnmodifiableSet());
    }

    /** The queues of all of them. */
    public static Set<String> queues() {
        return QUEUES;
    }

    /** The name of its queue. */
    public String queue() {
        return Queues.PREFIX + this;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
