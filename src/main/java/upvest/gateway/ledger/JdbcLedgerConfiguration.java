package upvest.gateway.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import upvest.gateway.GatewayProperties;
import upvest.gateway.Limits;
import upvest.gateway.WrongSetting;

/** The ledger in the PostgreSQL that {@code upvest.ledger.url} names. Flyway makes the tables. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${upvest.ledger.url:}'.isBlank()")
class JdbcLedgerConfiguration {
    /**
     * PostgreSQL hears nothing of a gateway whose network is cut or whose machine is frozen; without this the rows of its
     * transaction would stay locked until the connection is found dead, after two hours.
     */
    private static final String WHEN_SILENT = "SET idle_in_transaction_session_timeout = '10s'";

    @Bean
    HikariDataSource dataSource(GatewayProperties properties) {
        GatewayProperties.Ledger settings = properties.ledger();
        Limits limits = properties.limits();
        String url = Objects.requireNonNull(settings.url());
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new WrongSetting("upvest.ledger.url: it is not a JDBC address of a PostgreSQL, write"
                    + " jdbc:postgresql://host/database");
        }
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ledger");
        ReachingDataSource source = new ReachingDataSource(url, line(settings, limits));
        pool.setDataSource(source);
        pool.setConnectionInitSql(WHEN_SILENT);
        pool.setExceptionOverride(new EvictReadOnly());
        pool.setMaximumPoolSize(settings.connections());
        pool.setConnectionTimeout(limits.patience().toMillis());
        pool.setValidationTimeout(Math.max(250, limits.attempt().toMillis() / 4));
        return new LedgerPool(pool, source);
    }

    /** How it is reached: a server that is silent is given up as one that is not there. */
    private static Properties line(GatewayProperties.Ledger settings, Limits limits) {
        Properties line = new Properties();
        setIfPresent(line, "user", settings.user());
        setIfPresent(line, "password", settings.password());
        String attempt = Long.toString(Math.max(1, limits.attempt().toSeconds()));
        line.setProperty("tcpKeepAlive", "true");
        line.setProperty("connectTimeout", attempt);
        line.setProperty("socketTimeout", attempt); // until it is reached
        line.setProperty("cancelSignalTimeout", attempt);
        return line;
    }

    private static void setIfPresent(Properties line, String key, @Nullable String value) {
        if (value != null) {
            line.setProperty(key, value);
        }
    }

    @Bean
    @Primary
    DataSourceTransactionManager ledgerTransactionManager(DataSource dataSource) {
        DataSourceTransactionManager manager = new DataSourceTransactionManager(dataSource);
        manager.setRollbackOnCommitFailure(true); // else giving the connection back could commit after all
        return manager;
    }

    @Bean
    @DependsOnDatabaseInitialization
    Ledger ledger(DataSourceTransactionManager ledgerTransactionManager, GatewayProperties properties) {
        return new JdbcLedger(ledgerTransactionManager, timeout(properties));
    }

    @Bean
    @DependsOnDatabaseInitialization
    Search search(DataSource dataSource) {
        return new JdbcSearch(dataSource, LedgerConfiguration.LONGEST_SEARCH);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Completeness completeness(DataSource dataSource) {
        return new JdbcCompleteness(dataSource, LedgerConfiguration.LONGEST_SEARCH);
    }

    @Bean
    @DependsOnDatabaseInitialization
    LedgerSize ledgerSize(DataSource dataSource, GatewayProperties properties) {
        return new JdbcLedgerSize(dataSource, timeout(properties));
    }

    @Bean
    @DependsOnDatabaseInitialization
    Corrections corrections(DataSourceTransactionManager ledgerTransactionManager) {
        return new JdbcCorrections(ledgerTransactionManager);
    }

    @Bean
    @DependsOnDatabaseInitialization
    AuditRows auditRows(DataSource dataSource) {
        return new JdbcAuditRows(dataSource);
    }

    @Bean
    OldestRows oldestEvents(DataSource dataSource, GatewayProperties properties) {
        return new JdbcOldestRows(dataSource, timeout(properties), "ledger", "event_id");
    }

    @Bean
    OldestRows oldestDeliveries(DataSource dataSource, GatewayProperties properties) {
        return new JdbcOldestRows(dataSource, timeout(properties), "deliveries", "claim_id");
    }

    private static Duration timeout(GatewayProperties properties) {
        return properties.limits().patience();
    }
}
