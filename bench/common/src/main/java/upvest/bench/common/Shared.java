package upvest.bench.common;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.EmbeddedBroker;

/**
 * What every peer in Java has in common with the gateway: the embedded broker as the gateway itself starts it, with the
 * settings in {@code config/application.yaml}, and a database that is as durable.
 *
 * @param port where deliveries are posted, on loopback
 * @param brokerPort where consumers connect, on loopback
 * @param data home of everything the peer writes
 * @param signed whether deliveries must be signed; only the peers that can verify heed it
 */
public record Shared(int port, int brokerPort, Path data, boolean signed) {
    public static final String PATH = "/webhooks/upvest";

    /** Name and password of the bench's consumers. */
    private static final String CONSUMERS = "bench";

    /** Reads {@code --port=, --broker-port=, --data=} and {@code --signed}. */
    public static Shared of(String[] arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            values.put(pair[0], pair.length == 2 ? pair[1] : "true");
        }
        return new Shared(
                Integer.parseInt(values.get("--port")),
                Integer.parseInt(values.get("--broker-port")),
                Path.of(values.get("--data")),
                values.containsKey("--signed"));
    }

    /** The gateway's settings; only ports and folder are the peer's. */
    public GatewayProperties settings() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        for (PropertySource<?> source :
                new YamlPropertySourceLoader().load("gateway", new FileSystemResource("config/application.yaml"))) {
            environment.getPropertySources().addLast(source);
        }
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "peer",
                        Map.of(
                                "upvest.data", data.toString(),
                                "upvest.broker.port", brokerPort,
                                "upvest.broker.user", CONSUMERS,
                                "upvest.broker.password", CONSUMERS)));
        return Binder.get(environment).bind("upvest", GatewayProperties.class).get();
    }

    /** Starts the gateway's own embedded broker. */
    public EmbeddedBroker startBroker() throws Exception {
        return EmbeddedBroker.start(settings());
    }

    /** An in-VM connection factory with the gateway's settings. */
    public static ActiveMQConnectionFactory connections(EmbeddedBroker broker) throws JMSException {
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(broker.url());
        connections.setCacheDestinations(true);
        connections.setUser(broker.user());
        connections.setPassword(broker.password());
        return connections;
    }

    /** H2 on disk for those that want SQL: each commit is in the file before it returns. */
    public String databaseUrl() throws IOException {
        return "jdbc:h2:file:" + data.toAbsolutePath().resolve("ledger/ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;RETENTION_TIME=10000"
                + ";CACHE_SIZE=4096;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT="
                + settings().limits().patience().toMillis();
    }
}
