package upvest.gateway.operations;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.Browsing;
import upvest.gateway.broker.Deadline;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.delivery.ReplayDispatch;
import upvest.gateway.delivery.RouteSwapLock;
import upvest.gateway.ledger.Corrections;

@Configuration(proxyBeanMethods = false)
class RepairConfiguration {

    @Bean
    KeptMessages keptMessages(
            Browsing browsing,
            QueueContent content,
            JmsTemplate brokerTemplate,
            Deadline brokerDeadline,
            CamelContext camel,
            RouteSwapLock swapLock,
            Corrections corrections,
            GatewayProperties properties) {
        Outboxes outboxes = new Outboxes(camel, swapLock, properties.channels());
        return new KeptMessages(browsing, content, brokerTemplate, brokerDeadline, outboxes, corrections);
    }

    @Bean
    ReplayEndpoint replayEndpoint(
            KeptMessages messages,
            ReplayDispatch replayDispatch,
            Audit audit,
            Clock clock,
            GatewayProperties properties,
            MeterRegistry registry) {
        return new ReplayEndpoint(new Replay(
                messages, replayDispatch, audit, clock, properties.replay().attempts(), registry));
    }

    @Bean
    PurgeEndpoint purgeEndpoint(KeptMessages messages, Audit audit, Clock clock) {
        return new PurgeEndpoint(new Purge(messages, audit, clock));
    }

    @Bean
    EraseEndpoint eraseEndpoint(
            Queues queues,
            KeptMessages messages,
            Corrections corrections,
            GatewayProperties properties,
            Audit audit,
            Clock clock) {
        return new EraseEndpoint(new Erase(
                queues,
                messages,
                corrections,
                Map.of(
                        "files", properties.files().directory(),
                        "recordedDeliveries", properties.recording().directory(),
                        "mails", properties.data().resolve("mailbox")),
                audit,
                clock));
    }

    @Bean
    Reasons reasons(Queues queues, Browsing browsing, Clock clock) {
        return new Reasons(queues, browsing, clock);
    }

    @Bean
    QueuesEndpoint queuesEndpoint(Queues queues, Browsing browsing, Audit audit) {
        return new QueuesEndpoint(queues, browsing, audit);
    }

    @Bean
    SetasideEndpoint setasideEndpoint(Reasons reasons) {
        return new SetasideEndpoint(reasons);
    }

    @Bean
    Pause pause(GatewayProperties properties, Queues queues, Audit audit, Clock clock) throws IOException {
        Files.createDirectories(properties.data());
        return new Pause(properties.data().resolve("paused.json"), properties.channels(), queues, audit, clock);
    }

    @Bean
    PauseEndpoint pauseEndpoint(Pause pause) {
        return new PauseEndpoint(pause);
    }

    @Bean
    PauseWatch pauseWatch(Pause pause, GatewayProperties properties, MeterRegistry registry) {
        return new PauseWatch(
                pause,
                properties.channels().stream()
                        .filter(channel -> !ServiceChannel.queues().contains(Queues.PREFIX + channel))
                        .toList(),
                registry);
    }
}
