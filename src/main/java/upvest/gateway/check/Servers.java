package upvest.gateway.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import upvest.gateway.GatewayProperties.Broker;

/** The brokers on which the channels are. */
final class Servers {
    private static final Pattern ADDRESS = Pattern.compile("://([^/?,)]+)");

    private final ObjectNode servers;
    private final ObjectNode texts;

    private Servers(ObjectNode servers) {
        this.servers = servers;
        this.texts = servers.deepCopy();
        servers.removeAll();
    }

    /**
     * Completes the document's servers: the one the settings name, or the embedded one and what may take its place.
     *
     * @param redelivery what holds for a queue of the embedded one
     */
    static void write(ObjectNode document, Broker settings, AddressSettings redelivery) {
        Servers brokers = new Servers((ObjectNode) document.get("servers"));
        if (settings.url() == null) {
            brokers.embedded(settings.port(), redelivery);
            brokers.anywhere("standalone");
            brokers.anywhere("standalone-amqp");
        } else {
            brokers.named(ADDRESS.matcher(settings.url())
                    .results()
                    .map(MatchResult::group)
                    .map(host -> host.substring("://".length()))
                    .toList());
        }
        brokers.servers.forEach(server -> ((ObjectNode) server)
                .putArray("security")
                .addObject()
                .put("$ref", "#/components/securitySchemes/login"));
    }

    private void embedded(int port, AddressSettings settings) {
        add("embedded", "embedded", "127.0.0.1:" + port)
                .putObject("x-redelivery")
                .put("attempts", settings.getMaxDeliveryAttempts())
                .put("dead-letter-address", settings.getDeadLetterAddress().toString());
    }

    private void anywhere(String name) {
        add(name, name, "{broker}:61616")
                .putObject("variables")
                .putObject("broker")
                .put("default", "artemis")
                .put("description", "Its host name.");
    }

    private void named(List<String> hosts) {
        for (int i = 0; i < hosts.size(); i++) {
            String number = i == 0 ? "" : "-" + (i + 1);
            add("standalone" + number, "standalone", hosts.get(i));
            add("standalone-amqp" + number, "standalone-amqp", hosts.get(i));
        }
    }

    private ObjectNode add(String name, String text, String host) {
        ObjectNode server = servers.putObject(name).put("host", host);
        server.setAll((ObjectNode) texts.get(text));
        if (server.get("protocol").asText().equals("jms")) {
            server.putObject("bindings")
                    .putObject("jms")
                    .put("jmsConnectionFactory", ActiveMQConnectionFactory.class.getName())
                    .put("bindingVersion", AsyncApi.BINDING);
        }
        return server;
    }
}
