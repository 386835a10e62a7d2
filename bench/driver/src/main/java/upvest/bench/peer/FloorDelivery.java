package upvest.bench.peer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import upvest.bench.common.Shared;
import upvest.bench.peer.EventMessages.Fields;
import upvest.gateway.broker.DuplicateId;
import upvest.gateway.broker.EmbeddedBroker;

/** What the floor does with a delivery: cut, validate, claim, send, commit twice. */
final class FloorDelivery {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final JsonSchema schema = schema();
    private final FloorLedger ledger;
    private final EmbeddedBroker broker;
    private final Connection connection;
    private final ThreadLocal<Sender> sender;

    /** A thread's own transacted session. */
    private record Sender(Session session, MessageProducer producer) {}

    FloorDelivery(Shared shared) throws Exception {
        broker = shared.startBroker();
        connection = Shared.connections(broker).createConnection();
        connection.start();
        sender = ThreadLocal.withInitial(this::newSender);
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(shared.databaseUrl());
        pool.setAutoCommit(false);
        ledger = new FloorLedger(new HikariDataSource(pool));
    }

    private static JsonSchema schema() {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                builder -> builder.schemaMappers(
                        mappers -> mappers.mapPrefix("https://upvest.co/schemas/upvest/", "file:schemas/published/")));
        JsonSchema schema = factory.getSchema(
                SchemaLocation.of("file:schemas/published/event.json"),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        schema.initializeValidators();
        return schema;
    }

    private Sender newSender() {
        try {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            return new Sender(session, session.createProducer(null));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when every event is durable on its queue, or was there before. */
    void accept(byte[] body) throws Exception {
        String deliveryId = UUID.nameUUIDFromBytes(body).toString();
        Instant receivedAt = Instant.now();
        Map<UUID, Fields> events = cut(body);
        try (FloorLedger.Transaction transaction = ledger.begin()) {
            Set<UUID> granted = transaction.claim(events, UUID.fromString(deliveryId), receivedAt);
            DuplicateId guard = granted.isEmpty() ? null : send(events, granted, deliveryId, receivedAt.toString());
            transaction.commit();
            if (guard != null) {
                broker.forget(guard);
            }
        }
    }

    private DuplicateId send(Map<UUID, Fields> events, Set<UUID> granted, String deliveryId, String receivedAt)
            throws Exception {
        Sender to = sender.get();
        try {
            DuplicateId guard = null;
            for (Map.Entry<UUID, Fields> event : events.entrySet()) {
                if (granted.contains(event.getKey())) {
                    for (String queue : EventMessages.queues(event.getValue().type())) {
                        TextMessage message =
                                EventMessages.message(to.session(), event.getValue(), deliveryId, receivedAt);
                        if (guard == null) {
                            guard = new DuplicateId(queue, guard(granted));
                            message.setStringProperty("_AMQ_DUPL_ID", guard.value());
                        }
                        to.producer().send(to.session().createQueue(queue), message);
                    }
                }
            }
            to.session().commit();
            return guard;
        } catch (JMSException e) {
            to.session().rollback();
            throw e;
        }
    }

    private Map<UUID, Fields> cut(byte[] body) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        Map<UUID, Fields> events = new LinkedHashMap<>();
        try (JsonParser json = JSON.getFactory().createParser(new StringReader(text))) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean payload = json.currentName().equals("payload");
                json.nextToken();
                if (payload) {
                    expect(json.currentToken() == JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        int from = (int) json.currentTokenLocation().getCharOffset();
                        JsonNode event = JSON.readTree(json);
                        int to = (int) json.currentLocation().getCharOffset();
                        add(events, event, text.substring(from, to));
                    }
                } else {
                    json.skipChildren();
                }
            }
            expect(json.nextToken() == null && !events.isEmpty());
        }
        return events;
    }

    /** An invalid event would go to the invalid channel; here none is sent, so one fails the run. */
    private void add(Map<UUID, Fields> events, JsonNode event, String text) throws IOException {
        Set<ValidationMessage> violations = schema.validate(event);
        if (!violations.isEmpty()) {
            throw new IOException(violations.toString());
        }
        String id = event.path("id").textValue();
        events.putIfAbsent(
                UUID.fromString(id),
                new Fields(
                        id,
                        event.path("event_type").textValue(),
                        event.path("object").path("id").textValue(),
                        Instant.parse(event.path("created_at").textValue()).toString(),
                        text));
    }

    private static void expect(boolean fact) throws IOException {
        if (!fact) {
            throw new IOException("no delivery");
        }
    }

    private static String guard(Set<UUID> events) throws GeneralSecurityException {
        ByteBuffer ids = ByteBuffer.allocate(16 * events.size());
        for (UUID event : new TreeSet<>(events)) {
            ids.putLong(event.getMostSignificantBits()).putLong(event.getLeastSignificantBits());
        }
        return Base64.getUrlEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(ids.array()));
    }
}
