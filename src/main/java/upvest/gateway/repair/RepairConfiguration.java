package upvest.gateway.repair;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import upvest.gateway.GatewayProperties;
import upvest.gateway.audit.Audit;
import upvest.gateway.broker.Deadline;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.OnceMore;
import upvest.gateway.ledger.Corrections;
import upvest.gateway.live.Standstill;

@Configuration(proxyBeanMethods = false)
class RepairConfiguration {

    @Bean
    KeptMessages keptMessages(
            Queues queues,
            JmsTemplate brokerTemplate,
            Deadline brokerDeadline,
            CamelContext camel,
            Standstill standstill) {
        return new KeptMessages(queues, brokerTemplate, brokerDeadline, new Outboxes(camel, standstill));
    }

    @Bean
    ReplayControl replayControl(
            KeptMessages messages,
            OnceMore onceMore,
            JmsTransactionManager brokerTransactionManager,
            Audit audit,
            Clock clock,
            GatewayProperties properties,
            MeterRegistry registry) {
        return new ReplayControl(new Replay(
                messages,
                onceMore,
                new TransactionTemplate(brokerTransactionManager),
                audit,
                clock,
                properties.replay().attempts(),
                registry));
    }

    @Bean
    PurgeControl purgeControl(KeptMessages messages, Audit audit) {
        return new PurgeControl(new Purge(messages, audit));
    }

    @Bean
    EraseControl eraseControl(
            Queues queues,
            KeptMessages messages,
            Corrections corrections,
            GatewayProperties properties,
            Audit audit,
            Clock clock) {
        return new EraseControl(new Erase(
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
    Pause pause(GatewayProperties properties, Queues queues, Audit audit, Clock clock) throws IOException {
        Files.createDirectories(properties.data());
        return new Pause(properties.data().resolve("paused.json"), properties.channels(), queues, audit, clock);
    }

    @Bean
    PauseControl pauseControl(Pause pause) {
        return new PauseControl(pause);
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
