package upvest.gateway.ledger;

import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import upvest.gateway.GatewayProperties;
import upvest.gateway.RunningMark;
import upvest.gateway.WrongSetting;

/** The ledger in the gateway itself, unless {@code upvest.ledger.url} names a database. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${upvest.ledger.url:}'.isBlank()")
class EmbeddedLedgerConfiguration {

    @Bean
    LedgerStore ledgerStore(GatewayProperties properties, RunningMark mark) {
        LedgerStore store = open(properties.data());
        mark.set();
        new TakeOver(properties.data(), store).run();
        return store;
    }

    /** @throws WrongSetting when it cannot be opened: it is in use, of a later release, or broken */
    private static LedgerStore open(Path data) {
        try {
            return new LedgerStore(LedgerStore.folder(data));
        } catch (DataAccessResourceFailureException e) {
            boolean used = String.valueOf(e.getMessage()).contains("/LOCK: "); // RocksDB's file, which it holds
            throw used ? WrongSetting.folderInUse(data, e) : new WrongSetting("upvest.data: " + e.getMessage(), e);
        }
    }

    @Bean
    Ledger ledger(LedgerStore store) {
        return new EmbeddedLedger(store);
    }

    @Bean
    Search search(LedgerStore store) {
        return new EmbeddedSearch(store, LedgerConfiguration.LONGEST_SEARCH);
    }

    @Bean
    Completeness completeness(LedgerStore store) {
        return new EmbeddedCompleteness(store);
    }

    @Bean
    LedgerSize ledgerSize(LedgerStore store) {
        return new EmbeddedLedgerSize(store);
    }

    @Bean
    Corrections corrections(LedgerStore store) {
        return new EmbeddedCorrections(store);
    }

    @Bean
    AuditRows auditRows(LedgerStore store) {
        return new EmbeddedAuditRows(store);
    }

    @Bean
    OldestRows oldestEvents(LedgerStore store) {
        return new EmbeddedOldestRows(store);
    }

    /** Deliveries go with their events. */
    @Bean
    OldestRows oldestDeliveries() {
        return (before, about) -> new OldestRows.Step(0, false);
    }
}
