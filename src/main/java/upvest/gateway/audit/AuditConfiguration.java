package upvest.gateway.audit;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
