package upvest.bench.camel;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.connection.CachingConnectionFactory;
import upvest.bench.common.Shared;
import upvest.gateway.broker.EmbeddedBroker;

/** Camel on Spring Boot, put together from its documentation: what one has on the first day. */
@SpringBootApplication(exclude = ArtemisAutoConfiguration.class)
public class StockCamel {

    public static void main(String[] arguments) throws Exception {
        Shared shared = Shared.of(arguments);
        SpringApplication application = new SpringApplication(StockCamel.class);
        application.setDefaultProperties(Map.of(
                "server.port", shared.port(),
                "server.address", "127.0.0.1",
                "spring.datasource.url", shared.databaseUrl(),
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn",
                "logging.level.org.apache.activemq.audit", "off",
                "camel.main.name", "stock-camel"));
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
    JdbcMessageIdRepository eventIds(DataSource dataSource) {
        return new JdbcMessageIdRepository(dataSource, "events");
    }
}
