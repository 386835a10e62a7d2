package upvest.gateway.audit;

import java.time.Clock;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    Audit audit(DataSourceTransactionManager ledgerTransactionManager, Clock clock) {
        return new Audit(ledgerTransactionManager, clock);
    }

    @Bean
    AuditControl auditControl(Audit audit) {
        return new AuditControl(audit);
    }
}
