package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

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
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.LedgerRows;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.TransactionPoints;
import upvest.gateway.testing.TransactionPoints.Point;

/** A fault at each point of a dispatcher's transaction: the answer was 200, and each event is there once, without a retry. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class AllOrNothingTest {
    private static final int EVENTS = 60;
    private static TestGateway gateway;
    private String delivery;
    private long before;

    /** Where the connection to ledger or broker breaks, once. */
    enum Fault {
        NONE(null, 0),
        LEDGER_RECALL(Point.BEFORE_RECALL, 0),
        BROKER_FIRST_SEND(Point.BEFORE_SEND, 1),
        BROKER_SEND_IN_THE_MIDDLE(Point.BEFORE_SEND, EVENTS / 2),
        LEDGER_ENTER(Point.BEFORE_ENTER, 0),
        LEDGER_COMMIT(Point.BEFORE_LEDGER_COMMIT, 0),
        LEDGER_COMMIT_DONE_BUT_ANSWER_LOST(Point.AFTER_LEDGER_COMMIT, 0),
        BROKER_COMMIT(Point.BEFORE_BROKER_COMMIT, 0),
        BROKER_COMMIT_DONE_BUT_ANSWER_LOST(Point.AFTER_BROKER_COMMIT, 0);

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
        return "embedded";
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
        before = LedgerRows.count(gateway);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NONE", "LEDGER_RECALL"},
            mode = EnumSource.Mode.EXCLUDE)
    void eachEventArrivesOnce(Fault fault, CapturedOutput output) throws Exception {
        arm(fault);
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(ARMED.get()).as("the fault happened").isEqualTo(Fault.NONE);
        assertThat(rows()).isEqualTo(EVENTS);
        assertThat(output.getOut()).as("the log").doesNotContain("event did not reach its domain", "\n\tat ");

        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).as("when it is repeated").isEmpty();
    }

    @Test
    void whatComesAgainIsDroppedThoughTheLedgerIsAwayWhenItIsAsked() throws Exception {
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).hasSize(EVENTS);
        arm(Fault.LEDGER_RECALL);
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(drain()).isEmpty();
        assertThat(ARMED.get()).as("the fault happened").isEqualTo(Fault.NONE);
        assertThat(rows()).isEqualTo(EVENTS);
    }

    private static void arm(Fault fault) {
        SENDS.set(0);
        ARMED.set(fault);
    }

    /** Breaks the line, once, when a dispatcher comes to where the fault is. */
    private static void strike(Point point) throws Exception {
        if (point == Point.BEFORE_SEND) {
            SENDS.incrementAndGet();
        }
        Fault fault = ARMED.get();
        if (point == fault.point && SENDS.get() >= fault.sends && ARMED.compareAndSet(fault, Fault.NONE)) {
            throw fault.name().startsWith("LEDGER")
                    ? new SQLException("line broken", "08006")
                    : new JMSException("line broken");
        }
    }

    private static List<String> drain() throws JMSException {
        List<String> ids = new ArrayList<>();
        Channels.drain(gateway.brokerUrl())
                .values()
                .forEach(messages -> messages.forEach(message -> ids.add(message.correlationId())));
        return ids;
    }

    private long rows() {
        return LedgerRows.count(gateway) - before;
    }
}
