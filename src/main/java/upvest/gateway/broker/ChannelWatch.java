package upvest.gateway.broker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.JmsSecurityException;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * What is in the queues, and whether the broker is there: asked every few seconds, over the broker's management address,
 * so that it is the same for the embedded broker and another. Metrics show the last answer, and not a number while there
 * is none.
 */
public final class ChannelWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelWatch.class);

    private final Queues queues;
    private final List<Channel> channels;
    private final BrokerAbsence absence;
    private volatile boolean connected;
    private boolean told = true;

    ChannelWatch(Queues queues, List<String> names, MeterRegistry registry, Clock clock) {
        this.absence = new BrokerAbsence(clock);
        this.queues = queues;
        this.channels = names.stream().map(Channel::new).toList();
        Gauge.builder("upvest.broker.connected", this, watch -> watch.connected ? 1 : 0)
                .description("Whether the broker answered when it was last asked: 1 or 0")
                .register(registry);
        for (Channel channel : channels) {
            gauge(
                    registry,
                    channel,
                    "messages",
                    "Messages in the queue, those in delivery included",
                    Channel::messages);
            gauge(registry, channel, "consumers", "Consumers of the queue", Channel::consumers);
            Gauge.builder("upvest.channel.oldest", channel, Channel::oldestSeconds)
                    .description("Age of the oldest message in the queue")
                    .baseUnit("seconds")
                    .tag("channel", channel.name())
                    .register(registry);
        }
    }

    private static void gauge(
            MeterRegistry registry, Channel channel, String what, String description, ToDoubleFunction<Channel> value) {
        Gauge.builder("upvest.channel." + what, channel, value)
                .description(description)
                .tag("channel", channel.name())
                .register(registry);
    }

    /** Messages in a channel's queue, as the broker last told; not a number while it does not. */
    public double messages(String channel) {
        return told(channel, Channel::messages);
    }

    /** Age of the oldest message in it; the same. */
    public double oldestSeconds(String channel) {
        return told(channel, Channel::oldestSeconds);
    }

    private double told(String channel, ToDoubleFunction<Channel> value) {
        return channels.stream()
                .filter(each -> each.name().equals(channel))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void look() {
        try {
            Map<String, Queues.Depth> depths = queues.depths();
            channels.forEach(channel -> look(channel, depths));
            connected = true;
            told = true;
            absence.ends();
        } catch (JmsSecurityException e) {
            connected = true;
            absence.ends();
            channels.forEach(Channel::forget);
            warn(e);
        } catch (RuntimeException e) { // asked again soon
            connected = false;
            channels.forEach(Channel::forget);
            absence.lasts(
                    String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage()));
        }
    }

    /** The inbox is all of its parts together. */
    private void look(Channel channel, Map<String, Queues.Depth> depths) {
        List<String> parts = Queues.isInbox(channel.queue())
                ? depths.keySet().stream().filter(Queues::isInbox).toList()
                : List.of(channel.queue());
        Queues.Depth sum = parts.stream()
                .map(depths::get)
                .filter(Objects::nonNull)
                .reduce(Queues.Depth::plus)
                .orElse(null);
        if (sum == null) {
            channel.forget();
        } else {
            channel.look(sum, sum.messages() == 0 ? null : oldest(parts));
        }
    }

    private @Nullable Instant oldest(List<String> parts) {
        return parts.stream()
                .map(queues::oldest)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private void warn(JmsSecurityException why) {
        if (told) { // once
            LOG.atWarn()
                    .addKeyValue("cause", why.getMessage())
                    .log("the broker does not say what is in its queues: the gateway's user needs the permissions"
                            + " manage for activemq.management, and createNonDurableQueue");
        }
        told = false;
    }

    @Override
    public void close() {
        absence.close();
    }
}
