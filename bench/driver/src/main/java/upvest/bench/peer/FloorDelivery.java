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
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import upvest.bench.common.Shared;
import upvest.bench.peer.EventMessages.Fields;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.ledger.AcceptedDelivery;
import upvest.gateway.ledger.EmbeddedLedger;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.LedgerStore;

/** What the floor does with a delivery: store; then cut, validate, claim, send, in one transaction with those beside it. */
final class FloorDelivery {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private static final String INBOX = "upvest.inbox";
    private static final String ID = "id";
    private static final int MOST = 16;

    private final JsonSchema schema = schema();
    private final Ledger ledger;
    private final Connection connection;
    private final ThreadLocal<Sender> sender;

    /** A thread's own session, to store with. */
    private record Sender(Session session, MessageProducer producer) {}

    /** Deliveries that are taken together. */
    private record Batch(Map<UUID, Fields> events, Map<UUID, UUID> owners) {}

    FloorDelivery(Shared shared) throws Exception {
        EmbeddedBroker broker = shared.startBroker();
        connection = Shared.connections(broker).createConnection();
        connection.start();
        sender = ThreadLocal.withInitial(this::newSender);
        ledger = new EmbeddedLedger(new LedgerStore(LedgerStore.folder(shared.data())));
        Connection line = Shared.connections(broker).createConnection();
        line.start();
        Session session = line.createSession(true, Session.SESSION_TRANSACTED);
        Thread dispatcher = new Thread(() -> dispatch(session), "dispatcher");
        dispatcher.setDaemon(true);
        dispatcher.start();
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
            Session session = connection.createSession();
            return new Sender(session, session.createProducer(session.createQueue(INBOX)));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when the delivery is on the broker's disk. */
    void store(byte[] body) throws JMSException {
        BytesMessage message = sender.get().session().createBytesMessage();
        message.writeBytes(body);
        message.setStringProperty(ID, UUID.randomUUID().toString());
        sender.get().producer().send(message);
    }

    private void dispatch(Session session) {
        try (MessageConsumer inbox = session.createConsumer(session.createQueue(INBOX));
                MessageProducer producer = session.createProducer(null)) {
            while (true) {
                Batch batch = take(inbox);
                Instant receivedAt = Instant.now();
                for (UUID event : enter(batch, receivedAt)) {
                    send(session, producer, batch, event, receivedAt);
                }
                session.commit();
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private Batch take(MessageConsumer inbox) throws JMSException, IOException {
        Batch batch = new Batch(new LinkedHashMap<>(), new HashMap<>());
        Message message = inbox.receive();
        for (int taken = 0; message != null; message = ++taken < MOST ? inbox.receiveNoWait() : null) {
            UUID owner = UUID.fromString(message.getStringProperty(ID));
            cut(message.getBody(byte[].class)).forEach((id, event) -> {
                if (batch.events().putIfAbsent(id, event) == null) {
                    batch.owners().put(id, owner);
                }
            });
        }
        return batch;
    }

    /** The events that no other delivery had entered, in their order. */
    private Collection<UUID> enter(Batch batch, Instant receivedAt) {
        Set<UUID> conflicts = ledger.enter(claims(batch, batch.events().keySet(), receivedAt));
        if (conflicts.isEmpty()) {
            return batch.events().keySet();
        }
        List<UUID> own = batch.events().keySet().stream()
                .filter(event -> !conflicts.contains(event))
                .toList();
        ledger.enter(claims(batch, own, receivedAt));
        return own;
    }

    private static List<Ledger.Claim> claims(Batch batch, Collection<UUID> events, Instant receivedAt) {
        Map<UUID, List<Ledger.Entry>> entries = new LinkedHashMap<>();
        for (UUID id : events) {
            Fields event = batch.events().get(id);
            UUID owner = batch.owners().get(id);
            entries.computeIfAbsent(owner, any -> new ArrayList<>())
                    .add(new Ledger.Entry(
                            id,
                            owner,
                            event.type(),
                            event.objectId(),
                            Instant.parse(event.createdAt()),
                            receivedAt,
                            String.join(",", EventMessages.queues(event.type()))));
        }
        return entries.entrySet().stream()
                .map(claim -> new Ledger.Claim(
                        new AcceptedDelivery(
                                claim.getKey(),
                                claim.getKey(),
                                null,
                                receivedAt,
                                claim.getValue().size()),
                        claim.getValue(),
                        Map.of()))
                .toList();
    }

    private static void send(Session session, MessageProducer producer, Batch batch, UUID id, Instant receivedAt)
            throws JMSException {
        Fields event = batch.events().get(id);
        String delivery = batch.owners().get(id).toString();
        for (String queue : EventMessages.queues(event.type())) {
            TextMessage message = EventMessages.message(session, event, delivery, receivedAt.toString());
            producer.send(session.createQueue(queue), message);
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
}
