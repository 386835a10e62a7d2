package upvest.gateway.asyncapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import upvest.gateway.GatewayProperties.Broker;
import upvest.gateway.broker.EmbeddedBroker;

/** The brokers on which the channels are. */
final class Servers {
    private static final Pattern ADDRESS = Pattern.compile("://([^/?,)]+)");

    private Servers() {}

    /** Completes the document's servers: the one the settings name, or the embedded one and what may take its place. */
    static void write(ObjectNode document, Broker settings) {
        ObjectNode servers = (ObjectNode) document.get("servers");
        ObjectNode embedded = (ObjectNode) servers.get("embedded");
        ObjectNode standalone = (ObjectNode) servers.get("standalone");
        servers.removeAll();
        if (settings.url() == null) {
            servers.set("embedded", server("127.0.0.1:" + settings.port(), embedded));
            redelivery(embedded);
            ObjectNode anywhere = server("{broker}:61616", standalone);
            anywhere.putObject("variables")
                    .putObject("broker")
                    .put("default", "artemis")
                    .put("description", "Its host name.");
            servers.set("standalone", anywhere);
        } else {
            List<String> hosts = ADDRESS.matcher(settings.url())
                    .results()
                    .map(MatchResult::group)
                    .toList();
            for (String host : hosts) {
                String name = servers.isEmpty() ? "standalone" : "standalone-" + (servers.size() + 1);
                servers.set(name, server(host.substring("://".length()), standalone.deepCopy()));
            }
        }
        if (settings.user() != null) {
            servers.forEach(server -> ((ObjectNode) server)
                    .putArray("security")
                    .addObject()
                    .put("type", "userPassword")
                    .put("description", "User and password of the broker."));
        }
    }

    private static ObjectNode server(String host, ObjectNode texts) {
        texts.put("host", host);
        texts.putObject("bindings")
                .putObject("jms")
                .put("jmsConnectionFactory", ActiveMQConnectionFactory.class.getName())
                .put("bindingVersion", AsyncApi.BINDING);
        return texts;
    }

    private static void redelivery(ObjectNode embedded) {
        AddressSettings settings = EmbeddedBroker.addressSettings();
        embedded.putObject("x-redelivery")
                .put("attempts", settings.getMaxDeliveryAttempts())
                .put("dead-letter-address", settings.getDeadLetterAddress().toString());
    }
}
