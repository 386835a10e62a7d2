package upvest.gateway.audit;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    Audit audit(DataSource dataSource, Clock clock) {
        return new Audit(dataSource, clock);
    }

    @Bean
    AuditControl auditControl(Audit audit) {
        return new AuditControl(audit);
    }
}
