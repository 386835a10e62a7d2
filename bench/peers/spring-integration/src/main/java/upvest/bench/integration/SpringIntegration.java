package upvest.bench.integration;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
import org.springframework.jms.connection.CachingConnectionFactory;
import upvest.bench.common.Shared;
import upvest.gateway.broker.EmbeddedBroker;

/** Spring Integration on Spring Boot, put together from its documentation. */
@SpringBootApplication
public class SpringIntegration {

    public static void main(String[] arguments) throws Exception {
        Shared shared = Shared.of(arguments);
        SpringApplication application = new SpringApplication(SpringIntegration.class);
        application.setDefaultProperties(Map.of(
                "server.port", shared.port(),
                "server.address", "127.0.0.1",
                "spring.datasource.url", shared.databaseUrl(),
                "spring.integration.jdbc.initialize-schema", "always",
                // Boot finds the dialect in the URL, where H2's compatibility mode is not told
                "spring.integration.jdbc.platform", "h2",
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn",
                "logging.level.org.apache.activemq.audit", "off"));
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("shared", shared));
        application.run();
    }

    @Bean(destroyMethod = "stop")
    EmbeddedBroker broker(Shared shared) throws Exception {
        return shared.startBroker();
    }

    /** As Spring Boot makes it: one connection, one session kept. */
    @Bean
    ConnectionFactory connectionFactory(EmbeddedBroker broker) throws Exception {
        return new CachingConnectionFactory(Shared.connections(broker));
    }

    @Bean
    JdbcMetadataStore eventIds(DataSource dataSource) {
        return new JdbcMetadataStore(dataSource);
    }
}
