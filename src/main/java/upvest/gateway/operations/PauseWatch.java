package upvest.gateway.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;

/** Keeps the metric {@code upvest.paused} true, also where somebody pauses at the broker, and warns at the start. */
final class PauseWatch {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.pause");

    private final Pause pause;
    private final List<String> channels;
    private final MultiGauge gauge;

    /** @param channels that are told of even while they are not paused */
    PauseWatch(Pause pause, List<String> channels, MeterRegistry registry) {
        this.pause = pause;
        this.channels = channels;
        this.gauge = MultiGauge.builder("upvest.paused")
                .description("1 while an operator has paused the intake or a queue")
                .register(registry);
    }

    @EventListener
    void start(ApplicationReadyEvent event) {
        if (!pause.all().isEmpty()) {
            LOG.atWarn().addKeyValue("paused", pause.all()).log("STILL PAUSED since before this start");
        }
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void look() {
        try {
            pause.look();
        } catch (IOException | RuntimeException e) { // the broker is away: what was known stays, and health tells
            LOG.debug("the broker does not say what is paused", e);
        }
        TreeSet<String> names = new TreeSet<>(pause.all().keySet());
        names.add(Pause.INTAKE);
        names.addAll(channels);
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(MultiGauge.Row.of(
                    Tags.of("what", name), pause, all -> all.all().containsKey(name) ? 1 : 0));
        }
        gauge.register(rows);
    }
}
