package upvest.gateway.operations;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import upvest.gateway.ledger.AuditRows;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    Audit audit(AuditRows rows, Clock clock) {
        return new Audit(rows, clock);
    }

    @Bean
    AuditEndpoint auditEndpoint(Audit audit) {
        return new AuditEndpoint(audit);
    }
}
