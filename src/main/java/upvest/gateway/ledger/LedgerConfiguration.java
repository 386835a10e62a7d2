package upvest.gateway.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import upvest.gateway.GatewayProperties;

/** The ledger's database: H2 on disk unless {@code upvest.ledger.url} names another. Flyway makes the table. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {
    private static final int LARGEST_DELIVERY_SECONDS = 30;

    @Bean
    HikariDataSource dataSource(GatewayProperties properties) {
        GatewayProperties.Ledger settings = properties.ledger();
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ledger");
        pool.setJdbcUrl(
                settings.url() == null
                        ? embeddedUrl(properties.data(), settings.timeout().toMillis())
                        : settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(settings.connections());
        pool.setConnectionTimeout(settings.timeout().toMillis());
        pool.setValidationTimeout(Math.max(250, settings.timeout().toMillis() / 2));
        if (!isH2(settings)) {
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            pool.addDataSourceProperty("connectTimeout", seconds(settings));
            // for a line that is dead but not closed: above the longest statement
            pool.addDataSourceProperty("socketTimeout", seconds(settings) + LARGEST_DELIVERY_SECONDS);
        }
        return new HikariDataSource(pool);
    }

    /** Every commit is in the file before it returns: a killed process forgets nothing. */
    static String embeddedUrl(Path data, long lockTimeoutMillis) {
        return "jdbc:h2:file:" + data.toAbsolutePath().normalize().resolve("ledger/ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0"
                + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=" + lockTimeoutMillis;
    }

    /** Takes a connection when the claim needs one, not for as long as the routes run. */
    @Bean
    @Primary
    DataSourceTransactionManager ledgerTransactionManager(DataSource dataSource) {
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
        lazy.setTargetDataSource(dataSource);
        lazy.setDefaultAutoCommit(true);
        lazy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        DataSourceTransactionManager manager = new DataSourceTransactionManager(lazy);
        manager.setRollbackOnCommitFailure(true); // else giving the connection back could commit after all
        return manager;
    }

    @Bean
    @DependsOnDatabaseInitialization
    Ledger ledger(
            DataSource dataSource,
            DataSourceTransactionManager ledgerTransactionManager,
            GatewayProperties properties) {
        return new Ledger(
                dataSource,
                Objects.requireNonNull(ledgerTransactionManager.getDataSource()),
                seconds(properties.ledger()));
    }

    private static boolean isH2(GatewayProperties.Ledger settings) {
        return settings.url() == null || settings.url().startsWith("jdbc:h2:");
    }

    private static int seconds(GatewayProperties.Ledger settings) {
        return Math.max(1, (int) settings.timeout().toSeconds());
    }
}
