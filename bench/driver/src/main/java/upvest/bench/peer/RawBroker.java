package upvest.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import upvest.bench.Deliveries;
import upvest.bench.common.Shared;
import upvest.bench.peer.EventMessages.Fields;

/**
 * The physical limit: the same messages in the same transactions, with no HTTP, no JSON and no ledger. Told what to send
 * over HTTP ({@code POST /prepare?events=&deliveries=}), then sends it ({@code POST /run?threads=}).
 */
public final class RawBroker {
    /** More are sent again from the first on: the heap is the gateway's, and the broker does not look at them. */
    private static final int MOST_EVENTS = 20_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private List<List<Fields>> prepared = List.of();
    private int count;

    private RawBroker(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] arguments) throws Exception {
        Shared shared = Shared.of(arguments);
        Connection connection = Shared.connections(shared.startBroker()).createConnection();
        connection.start();
        RawBroker peer = new RawBroker(connection);
        HttpServer control = HttpServer.create(new InetSocketAddress("127.0.0.1", shared.port()), 0);
        control.createContext("/prepare", exchange -> answer(exchange, () -> peer.prepare(query(exchange))));
        control.createContext("/run", exchange -> answer(exchange, () -> peer.run(query(exchange))));
        control.start();
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static void answer(HttpExchange exchange, Work work) throws IOException {
        byte[] body;
        int status = 200;
        try {
            body = JSON.writeValueAsBytes(work.run());
        } catch (Exception e) {
            body = e.toString().getBytes();
            status = 500;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static int[] query(HttpExchange exchange) {
        return Arrays.stream(exchange.getRequestURI().getQuery().split("[^0-9]+"))
                .filter(number -> !number.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** Makes the messages' content ahead of time, so that none of it is measured. */
    private Object prepare(int[] eventsAndDeliveries) throws IOException {
        Deliveries deliveries = new Deliveries();
        List<List<Fields>> made = new ArrayList<>();
        count = eventsAndDeliveries[1];
        int different = Math.min(count, Math.max(1, MOST_EVENTS / eventsAndDeliveries[0]));
        for (int i = 0; i < different; i++) {
            List<Fields> events = new ArrayList<>();
            for (JsonNode event :
                    JSON.readTree(deliveries.next(eventsAndDeliveries[0])).path("payload")) {
                events.add(new Fields(
                        event.path("id").textValue(),
                        event.path("event_type").textValue(),
                        event.path("object").path("id").textValue(),
                        event.path("created_at").textValue(),
                        event.toString()));
            }
            made.add(events);
        }
        prepared = made;
        System.gc();
        return count;
    }

    /** Sends all that is prepared, one transaction for a delivery; tells how long each took, in nanoseconds. */
    private Object run(int[] threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads[0]);
        AtomicInteger next = new AtomicInteger();
        long[] nanos = new long[count];
        List<Future<?>> senders = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < threads[0]; i++) {
            senders.add(pool.submit(() -> {
                send(next, nanos);
                return null;
            }));
        }
        for (Future<?> sender : senders) {
            sender.get();
        }
        long elapsed = System.nanoTime() - start;
        pool.shutdown();
        return Map.of("nanos", elapsed, "latencies", nanos);
    }

    private void send(AtomicInteger next, long[] nanos) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(null)) {
            for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
                long start = System.nanoTime();
                String id = UUID.randomUUID().toString();
                for (Fields event : prepared.get(i % prepared.size())) {
                    for (String queue : EventMessages.queues(event.type())) {
                        producer.send(
                                session.createQueue(queue),
                                EventMessages.message(session, event, id, event.createdAt()));
                    }
                }
                session.commit();
                nanos[i] = System.nanoTime() - start;
            }
        }
    }
}
