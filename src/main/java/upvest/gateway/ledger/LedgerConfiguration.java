package upvest.gateway.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.ChannelWatch;
import upvest.gateway.broker.Queues;

/** What works on every kind of ledger. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {
    /** A person waits for it; deliveries do not. */
    static final Duration LONGEST_SEARCH = Duration.ofSeconds(60);

    @Bean
    Retention retention(
            Ledger ledger,
            OldestRows oldestEvents,
            OldestRows oldestDeliveries,
            Clock clock,
            SenderClock sender,
            ChannelWatch channels,
            GatewayProperties properties,
            MeterRegistry registry) {
        return new Retention(
                ledger,
                oldestEvents,
                oldestDeliveries,
                clock,
                sender,
                () -> channels.oldestSeconds(Queues.channel(Queues.INBOX)),
                properties.ledger().retention(),
                registry);
    }

    @Bean
    LedgerWatch ledgerWatch(Ledger ledger, LedgerSize size, MeterRegistry registry) {
        return new LedgerWatch(ledger, size, registry);
    }
}
