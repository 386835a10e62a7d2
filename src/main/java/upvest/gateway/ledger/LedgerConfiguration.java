package upvest.gateway.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import upvest.gateway.GatewayProperties;

/** The ledger's database: H2 on disk unless {@code upvest.ledger.url} names another. Flyway makes the table. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {
    /** A person waits for it; deliveries do not. */
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(60);

    @Bean
    HikariDataSource dataSource(GatewayProperties properties) {
        GatewayProperties.Ledger settings = properties.ledger();
        GatewayProperties.Limits limits = properties.limits();
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ledger");
        pool.setDataSource(new ReachingDataSource(
                settings.url() == null ? LedgerFile.url(properties.data(), limits.patience()) : settings.url(),
                line(settings, limits)));
        pool.setMaximumPoolSize(settings.connections());
        pool.setConnectionTimeout(limits.patience().toMillis());
        pool.setValidationTimeout(Math.max(250, limits.attempt().toMillis() / 4));
        return new HikariDataSource(pool);
    }

    /** How PostgreSQL is reached: a server that is silent is given up as one that is not there. */
    private static Properties line(GatewayProperties.Ledger settings, GatewayProperties.Limits limits) {
        Properties line = new Properties();
        setIfPresent(line, "user", settings.user());
        setIfPresent(line, "password", settings.password());
        if (!isH2(settings)) {
            String attempt = Long.toString(Math.max(1, limits.attempt().toSeconds()));
            line.setProperty("tcpKeepAlive", "true");
            line.setProperty("connectTimeout", attempt);
            line.setProperty("socketTimeout", attempt); // until it is reached
            line.setProperty("cancelSignalTimeout", attempt);
        }
        return line;
    }

    private static void setIfPresent(Properties line, String key, @Nullable String value) {
        if (value != null) {
            line.setProperty(key, value);
        }
    }

    @Bean
    @Primary
    DataSourceTransactionManager ledgerTransactionManager(DataSource dataSource, GatewayProperties properties) {
        DataSourceTransactionManager manager = isH2(properties.ledger())
                ? new DurableTransactionManager(dataSource)
                : new DataSourceTransactionManager(dataSource);
        manager.setRollbackOnCommitFailure(true); // else giving the connection back could commit after all
        return manager;
    }

    @Bean
    @DependsOnDatabaseInitialization
    Ledger ledger(DataSourceTransactionManager ledgerTransactionManager, GatewayProperties properties) {
        return new JdbcLedger(
                ledgerTransactionManager, properties.limits().patience());
    }

    @Bean
    @DependsOnDatabaseInitialization
    Search search(DataSource dataSource) {
        return new Search(dataSource, LONGEST_SEARCH);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Completeness completeness(DataSource dataSource) {
        return new Completeness(dataSource, LONGEST_SEARCH);
    }

    @Bean
    @DependsOnDatabaseInitialization
    LedgerSize ledgerSize(DataSource dataSource, GatewayProperties properties) {
        return new LedgerSize(dataSource, LedgerFile.path(properties.data()));
    }

    @Bean
    @DependsOnDatabaseInitialization
    Corrections corrections(DataSourceTransactionManager ledgerTransactionManager) {
        return new Corrections(ledgerTransactionManager);
    }

    @Bean
    Retention retention(
            DataSource dataSource, Ledger ledger, Clock clock, GatewayProperties properties, MeterRegistry registry) {
        Duration timeout = properties.limits().patience();
        return new Retention(
                ledger,
                new OldestRows(dataSource, timeout, "ledger", "event_id"),
                new OldestRows(dataSource, timeout, "deliveries", "claim_id"),
                clock,
                properties.ledger().retention(),
                registry);
    }

    @Bean
    @DependsOnDatabaseInitialization
    LedgerWatch ledgerWatch(DataSource dataSource, GatewayProperties properties, MeterRegistry registry) {
        return new LedgerWatch(
                dataSource, isH2(properties.ledger()), properties.limits().patience(), registry);
    }

    private static boolean isH2(GatewayProperties.Ledger settings) {
        return settings.url() == null || settings.url().startsWith("jdbc:h2:");
    }
}
