package upvest.gateway.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.model.RouteDefinition;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.QueueSettings;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.TypeTable;

/**
 * The consumers' contract as an AsyncAPI 3.0 document: {@code document.yaml} and {@code headers.yaml}, which people
 * write, and what the routes, the contract's schema and the settings say.
 *
 * @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0.0</a>
 */
public final class AsyncApi {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    static final String BINDING = "0.0.1";

    private final ObjectNode document = resource("document.yaml");
    private final ObjectNode texts = (ObjectNode) document.remove("channels");
    private final Path home;
    private final GatewayProperties settings;
    private final TypeTable table;
    private final Sends sends;
    private final Map<String, ObjectNode> examples;
    private final Map<String, String> descriptions;
    private final Set<String> outboxes;

    private AsyncApi(Path home, Trial trial) throws IOException {
        this.home = home;
        this.settings = trial.settings();
        this.table = TypeTable.read(home.resolve("schemas"), settings.contract());
        this.sends = Sends.of(trial, table);
        this.examples = Examples.of(home, settings.contract(), trial);
        this.descriptions = trial.routes().stream()
                .filter(route -> route.getDescription() != null)
                .collect(Collectors.toMap(RouteDefinition::getRouteId, RouteDefinition::getDescription));
        this.outboxes = trial.routes().stream()
                .map(route -> route.getInput().getEndpointUri().replaceFirst("\\?.*", ""))
                .collect(Collectors.toSet());
    }

    /**
     * The document of a gateway with these routes.
     *
     * @param home the folder that holds {@code routes/}, {@code kamelets/}, {@code schemas/} and {@code config/}
     * @throws IOException when a file is missing, such as {@code schemas/<contract>/types.yaml}
     */
    public static ObjectNode of(Path home, Trial trial) throws IOException {
        return new AsyncApi(home, trial).write();
    }

    /** The document as it is published. */
    public static String yaml(ObjectNode document) throws IOException {
        return "# Made by bin/gateway asyncapi; not to be edited.\n" + YAML.writeValueAsString(document);
    }

    static ObjectNode resource(String name) {
        try (InputStream file = AsyncApi.class.getResourceAsStream(name)) {
            return (ObjectNode) YAML.readTree(Objects.requireNonNull(file, name));
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private ObjectNode write() throws IOException {
        ((ObjectNode) document.get("info")).put("x-contract", settings.contract());
        Servers.write(document, settings.broker(), QueueSettings.read(home).of(Queues.PREFIX + "orders"));
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode components = document.withObjectProperty("components");
        ObjectNode schemas = components.putObject("schemas");
        EventSchema.addTo(schemas, home, settings.contract());
        Messages messages = new Messages(sends, table.typeField(), schemas);
        for (String name : settings.channels()) {
            ObjectNode text = texts.has(name) ? texts.get(name).deepCopy() : found(name);
            ObjectNode message = messages.on(name, text);
            if (examples.containsKey(name)) {
                message.putArray("examples").add(examples.get(name));
            }
            channels.set(name, channel(name, text, message));
            operations.set("send-" + name, operation("send", name));
            if (text.at("/tags/0/name").asText().equals("internal")) {
                operations.set("receive-" + name, operation("receive", name));
            }
        }
        return document;
    }

    private ObjectNode channel(String name, ObjectNode text, ObjectNode message) {
        ObjectNode channel = document.objectNode().put("address", Queues.PREFIX + name);
        channel.setAll(text);
        channel.putObject("messages").set(Messages.id(name), message);
        channel.putObject("bindings")
                .putObject("jms")
                .put("destination", Queues.PREFIX + name)
                .put("destinationType", "queue")
                .put("bindingVersion", BINDING);
        return channel;
    }

    /** A queue that {@code document.yaml} does not know: a domain's, or the outbox of a route that takes from it. */
    private ObjectNode found(String name) {
        ObjectNode text = document.objectNode().put("title", name);
        String things = descriptions.getOrDefault(name, "").replaceFirst(" - .*", "");
        if (!things.isEmpty()) {
            text.put("summary", things);
        }
        if (outboxes.contains("jms:queue:" + Queues.PREFIX + name)) {
            text.put("x-acts", "the gateway").putArray("tags").addObject().put("name", "internal");
        } else {
            text.putArray("tags").addObject().put("name", "domain");
        }
        return text;
    }

    private ObjectNode operation(String action, String channel) {
        String reference = "#/channels/" + channel;
        ObjectNode operation = document.objectNode().put("action", action);
        operation.putObject("channel").put("$ref", reference);
        operation.putArray("messages").addObject().put("$ref", reference + "/messages/" + Messages.id(channel));
        return operation;
    }
}
