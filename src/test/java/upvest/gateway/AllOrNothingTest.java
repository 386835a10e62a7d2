package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.PostOffice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.TransactionPoints;
import upvest.gateway.testing.TransactionPoints.Point;

/** A fault at each point of the delivery's transaction: 503, then the retry delivers everything once. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class AllOrNothingTest {
    private static final int EVENTS = 60;
    private static TestGateway gateway;
    private String delivery;

    /** Where the connection to ledger or broker breaks, once. */
    enum Fault {
        NONE(null, 0),
        LEDGER_RECALL(Point.BEFORE_RECALL, 0),
        LEDGER_CLAIM(Point.BEFORE_CLAIM, 0),
        BROKER_FIRST_SEND(Point.BEFORE_SEND, 1),
        BROKER_SEND_IN_THE_MIDDLE(Point.BEFORE_SEND, EVENTS / 2),
        BROKER_COMMIT(Point.BEFORE_BROKER_COMMIT, 0),
        BROKER_COMMIT_DONE_BUT_ANSWER_LOST(Point.AFTER_BROKER_COMMIT, 0),
        LEDGER_COMMIT(Point.BEFORE_LEDGER_COMMIT, 0);

        private final Point point;
        private final int sends;

        Fault(Point point, int sends) {
            this.point = point;
            this.sends = sends;
        }
    }

    private static final AtomicReference<Fault> ARMED = new AtomicReference<>(Fault.NONE);
    private static final AtomicInteger SENDS = new AtomicInteger();

    String ledger() {
        return "h2";
    }

    @BeforeAll
    void start() throws IOException {
        TransactionPoints.visit(AllOrNothingTest::strike);
        gateway = TestGateway.start(Map.of("ledger", ledger()), TransactionPoints.class);
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        TransactionPoints.visit(point -> {});
    }

    @BeforeEach
    void freshDelivery() throws IOException {
        delivery = FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
        gateway.bean(JdbcTemplate.class).execute("DELETE FROM ledger");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LEDGER_CLAIM", "BROKER_FIRST_SEND", "BROKER_SEND_IN_THE_MIDDLE", "BROKER_COMMIT"})
    void beforeTheBrokersCommitNothingIsVisibleAndTheRetryDeliversOnce(Fault fault) throws Exception {
        arm(fault);
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(503);
        assertThat(ARMED.get()).as("the fault happened").isEqualTo(Fault.NONE);
        assertThat(drain()).isEmpty();
        assertThat(rows()).isZero();

        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(rows()).isEqualTo(EVENTS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BROKER_COMMIT_DONE_BUT_ANSWER_LOST", "LEDGER_COMMIT"})
    void afterTheBrokersCommitTheRetryDoublesNothing(Fault fault, CapturedOutput output) throws Exception {
        arm(fault);
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(503);
        assertThat(ARMED.get()).as("the fault happened").isEqualTo(Fault.NONE);
        List<String> first = drain();
        assertThat(first).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(rows()).isZero();
        assertThat(duplicateIds()).as("what the ledger does not know").hasSizeGreaterThanOrEqualTo(1);

        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        await("what the ledger knows, the broker may forget")
                .untilAsserted(() -> assertThat(duplicateIds()).isEmpty());
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).isEmpty();
        assertThat(rows()).isEqualTo(EVENTS);
        assertThat(output.getAll())
                .contains("the broker has this delivery already")
                .as("the broker's own words list all properties of a message")
                .doesNotContain("Duplicate message detected");
    }

    @Test
    void whatComesAgainWhileTheLedgerIsNotThereIsRefusedAndKnownAfterwards() throws Exception {
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).hasSize(EVENTS);
        arm(Fault.LEDGER_RECALL);
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(503);
        assertThat(ARMED.get()).as("the fault happened").isEqualTo(Fault.NONE);
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).isEmpty();
        assertThat(rows()).isEqualTo(EVENTS);
    }

    private static void arm(Fault fault) {
        SENDS.set(0);
        ARMED.set(fault);
    }

    /** Breaks the line, once, when the delivery comes to where the fault is. */
    private static void strike(Point point) throws Exception {
        if (point == Point.BEFORE_SEND) {
            SENDS.incrementAndGet();
        }
        Fault fault = ARMED.get();
        if (point == fault.point && SENDS.get() >= fault.sends && ARMED.compareAndSet(fault, Fault.NONE)) {
            throw point.name().contains("LEDGER") || point.name().contains("CLAIM") || point == Point.BEFORE_RECALL
                    ? new SQLException("line broken", "08006")
                    : new JMSException("line broken");
        }
    }

    /** What the broker remembers to refuse the second time. */
    private static List<String> duplicateIds() throws Exception {
        List<String> ids = new ArrayList<>();
        PostOffice office = gateway.bean(EmbeddedBroker.class).server().getPostOffice();
        for (String channel : Channels.QUEUES) {
            office.getDuplicateIDCache(SimpleString.of("upvest." + channel))
                    .getMap()
                    .forEach(id -> ids.add(SimpleString.of(id.getA()).toString()));
        }
        return ids;
    }

    private static List<String> drain() throws JMSException {
        List<String> ids = new ArrayList<>();
        for (String channel : Channels.QUEUES) {
            Channels.drain(gateway.brokerUrl(), channel).forEach(message -> ids.add(message.correlationId()));
        }
        return ids;
    }

    private static int rows() {
        return gateway.bean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM ledger", Integer.class);
    }
}
