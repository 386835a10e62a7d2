package upvest.gateway.outboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.core.MessageCreator;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** What happens behind the outboxes: mails in a real mailbox, files on a real disk. */
@ExtendWith(OutputCaptureExtension.class)
class OutboxesTest {
    private TestGateway gateway;

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void manyFailuresBecomeOneMailThatTellsMuchAndQuotesNothing() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.mail.interval", "2s"));
        List<String> events = IntStream.range(0, 30)
                .mapToObj(i -> event(i % 3 == 0 ? "WITHDRAWAL.FAILED" : "ORDER.REJECTED", UUID.randomUUID()))
                .toList();
        deliver(events);
        MimeMessage mail = mails(1).get(0);
        assertThat(mail.getSubject())
                .isEqualTo("[upvest] 30 events need a look: 20 ORDER.REJECTED, 10 WITHDRAWAL.FAILED");
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("operations@localhost");
        String body = GreenMailUtil.getBody(mail);
        assertThat(body).contains("2024-01-15T15:00:00Z  ORDER.REJECTED").doesNotContain("Erika Mustermann");
        for (String event : events) {
            assertThat(body).contains(event.substring(7, 43));
        }
    }

    @Test
    void theSameEventsHaveTheSameMessageId() throws Exception {
        UUID id = UUID.randomUUID();
        gateway = TestGateway.start(Map.of());
        deliver(List.of(event("USER.BLOCKED", id)));
        String first = mails(1).get(0).getMessageID();
        gateway.close();
        gateway = TestGateway.start(Map.of());
        deliver(List.of(event("USER.BLOCKED", id)));
        assertThat(mails(1).get(0).getMessageID()).isEqualTo(first);
    }

    @Test
    void aDigestIsNoLongerThanAllowed() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.mail.size", "4"));
        deliver(IntStream.range(0, 10)
                .mapToObj(i -> event("USER_CHECK.FAILED", UUID.randomUUID()))
                .toList());
        assertThat(mails(3))
                .extracting(MimeMessage::getSubject)
                .allMatch(
                        subject -> subject.matches("\\[upvest] [1-4] events? needs? a look: [1-4] USER_CHECK.FAILED"));
    }

    @Test
    void withoutAMailServerMailsAreFilesInAMailbox() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.mail.host", ""));
        UUID id = UUID.randomUUID();
        deliver(List.of(event("USER.BLOCKED", id)));
        Path mailbox = gateway.files().resolveSibling("mailbox");
        await().until(() -> Files.exists(mailbox) && files(mailbox).size() == 1);
        Path mail = files(mailbox).get(0);
        assertThat(mail.getFileName().toString()).endsWith(".eml");
        assertThat(Files.readString(mail))
                .contains("Subject: [upvest] 1 event needs a look: 1 USER.BLOCKED")
                .contains(id.toString());
    }

    @Test
    void aFileThatIsThereIsNeverOverwritten() throws Exception {
        gateway = TestGateway.start(Map.of());
        UUID id = UUID.randomUUID();
        Path file = gateway.files()
                .resolve(LocalDate.now(ZoneOffset.UTC).toString())
                .resolve(id + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "somebody else's");
        deliver(List.of(event("FEE.CHARGED", id)));
        await().until(() -> Channels.depth("files") == 0);
        assertThat(file).hasContent("somebody else's");
        assertThat(files(file.getParent())).containsExactly(file);
    }

    @Test
    void aFolderThatCannotBeWrittenDelaysFilesAndNothingElse(CapturedOutput output) throws Exception {
        gateway = TestGateway.start(Map.of());
        Files.createDirectories(gateway.files().getParent());
        Files.writeString(gateway.files(), "in the way");
        UUID id = UUID.randomUUID();
        deliver(List.of(event("REPORT.READY", id)));
        assertThat(Channels.drain(gateway.brokerUrl(), "reports")).hasSize(1);
        assertThat(Channels.depth("files")).isEqualTo(1);
        await().untilAsserted(() -> {
            assertThat(gateway.attention())
                    .anyMatch(line -> line.matches(
                            "the outbox upvest.files has failed since \\S+, \\d+ attempts?, the next at \\S+: "
                                    + "to file in line \\d+, FileSystemException: .*Not a directory"));
        });
        MeterRegistry metrics = gateway.bean(MeterRegistry.class);
        assertThat(metrics.get("upvest.outbox.failed.attempts")
                        .tag("channel", "files")
                        .gauge()
                        .value())
                .isPositive();
        Files.delete(gateway.files());
        await().until(() -> Channels.depth("files") == 0);
        await().untilAsserted(() -> assertThat(output.getOut())
                .containsOnlyOnce("an outbox works again outbox=\"upvest.files\"")
                .contains("an outbox fails outbox=\"upvest.files\" step="));
        assertThat(gateway.attention()).noneMatch(line -> line.startsWith("the outbox"));
        assertThat(files(gateway.files().resolve(LocalDate.now(ZoneOffset.UTC).toString())))
                .extracting(path -> path.getFileName().toString())
                .containsExactly(id + ".json");
    }

    @Test
    void aMessageThatNamesAFileElsewhereIsDeadAndWritesNothing() throws Exception {
        gateway = TestGateway.start(Map.of());
        for (String name : List.of("../../evil", "/tmp/evil", "")) {
            gateway.bean(JmsTemplate.class).send("upvest.files", session -> {
                TextMessage message = session.createTextMessage("{}");
                message.setStringProperty("UpvestEventId", name);
                message.setStringProperty("UpvestReceivedAt", "2026-01-01T00:00:00Z");
                message.setStringProperty("CamelFileName", "evil");
                return message;
            });
        }
        await().until(() -> Channels.depth("files") == 0);
        assertThat(Channels.drain(gateway.brokerUrl(), "dead"))
                .hasSize(3)
                .allMatch(message -> message.property("UpvestFailure").startsWith("no name for a file"));
        assertThat(gateway.files()).doesNotExist();
    }

    /** The gateway puts text there; on a broker of its own somebody else may put anything. */
    @Test
    void whatIsNoTextIsDeadAtOnceAndTheNextFileIsWritten(CapturedOutput output) throws Exception {
        gateway = TestGateway.start(Map.of());
        JmsTemplate broker = gateway.bean(JmsTemplate.class);
        List<MessageCreator> odd = List.of(
                session -> session.createObjectMessage(new ArrayList<>()),
                Session::createMapMessage,
                Session::createStreamMessage,
                Session::createMessage);
        for (MessageCreator creator : odd) {
            broker.send("upvest.files", session -> {
                Message message = creator.createMessage(session);
                message.setStringProperty("UpvestEventId", UUID.randomUUID().toString());
                message.setStringProperty("UpvestReceivedAt", "2026-01-01T00:00:00Z");
                message.setStringProperty("UpvestEventType", "FEE.CHARGED\nFORGED \u001b[2J\u0085");
                return message;
            });
        }
        UUID id = UUID.randomUUID();
        deliver(List.of(event("FEE.CHARGED", id)));
        await().until(() -> Channels.depth("files") == 0);
        assertThat(Channels.drain(gateway.brokerUrl(), "dead"))
                .hasSize(4)
                .allMatch(message -> message.property("UpvestFailure").contains("no text but a "))
                .allMatch(message -> message.property("UpvestFailedRoute").equals("files"));
        assertThat(gateway.files()
                        .resolve(LocalDate.now(ZoneOffset.UTC).toString())
                        .resolve(id + ".json"))
                .exists();
        assertThat(output.getOut()).contains("FEE.CHARGED?FORGED ?[2J?").doesNotContain("\nFORGED");
    }

    @Test
    void whatAnOutboxCannotDoIsDeadAsItArrived() throws Exception {
        gateway = TestGateway.start(Map.of(
                "camel.main.routes-include-pattern",
                "file:routes/*.camel.yaml,file:routes/domains/*.camel.yaml,file:routes/channels/mail.camel.yaml,"
                        + "file:src/test/routes/odd-outbox.camel.yaml"));
        UUID id = UUID.randomUUID();
        String event = event("FEE.CHARGED", id);
        deliver(List.of(event));
        assertThat(Channels.drain(gateway.brokerUrl(), "dead")).singleElement().satisfies(dead -> {
            assertThat(dead.body()).isEqualTo(event);
            assertThat(dead.type()).isEqualTo("FEE.CHARGED");
            assertThat(dead.correlationId()).isEqualTo(id.toString());
            assertThat(dead.property("UpvestEventId")).isEqualTo(id.toString());
            assertThat(dead.property("UpvestFailedRoute")).isEqualTo("files");
            assertThat(dead.property("UpvestFailure"))
                    .startsWith("IllegalStateException: after it has changed everything");
        });
    }

    @Test
    void anOddMessageStopsNoMail() throws Exception {
        gateway = TestGateway.start(Map.of());
        JmsTemplate broker = gateway.bean(JmsTemplate.class);
        broker.send("upvest.mail", session -> {
            Message message = session.createObjectMessage(new ArrayList<>());
            message.setObjectProperty("UpvestEventId", new byte[] {1, 2});
            message.setObjectProperty("UpvestEventType", 7);
            return message;
        });
        UUID id = UUID.randomUUID();
        deliver(List.of(event("USER.BLOCKED", id)));
        await().until(() -> Channels.depth("mail") == 0);
        assertThat(Arrays.stream(gateway.mailServer().getReceivedMessages()).map(GreenMailUtil::getBody))
                .anyMatch(body -> body.contains(id.toString()));
    }

    @Test
    void aDigestOfLargeEventsIsBoundedInBytes() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.mail.interval", "2s"));
        String text = "\"" + "x".repeat(900_000) + "\"";
        for (int i = 0; i < 4; i++) {
            deliver(List.of(event("ORDER.REJECTED", UUID.randomUUID())
                    .replace("\"Erika Mustermann\"", "[" + String.join(",", text, text, text, text) + "]")));
        }
        await().until(() -> Channels.depth("mail") == 0);
        assertThat(mails(2))
                .extracting(MimeMessage::getSubject)
                .allMatch(subject -> subject.matches("\\[upvest] [12] events? needs? a look: .*"));
    }

    @Test
    void aLargeEventThatNobodyIsMailedAboutIsDeadAsItArrived() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.mail.redeliveries", "0"));
        gateway.mailServer().stop();
        String large = event("ORDER.REJECTED", UUID.randomUUID())
                .replace("\"Erika Mustermann\"", "\"Erika Mustermann" + "\u00e4".repeat(900_000) + "\"");
        String small = event("ORDER.REJECTED", UUID.randomUUID());
        deliver(List.of(
                small,
                large,
                small.replaceFirst("[0-9a-f-]{36}", UUID.randomUUID().toString())));
        await().atMost(Duration.ofMinutes(2)).until(() -> Channels.depth("mail") == 0);
        assertThat(Channels.drain(gateway.brokerUrl(), "dead"))
                .hasSize(3)
                .anySatisfy(message -> assertThat(message.body()).isEqualTo(large))
                .allSatisfy(message -> {
                    assertThat(message.property("UpvestFailedRoute")).isEqualTo("send-mail");
                    assertThat(message.property("UpvestEventType")).isEqualTo("ORDER.REJECTED");
                });
    }

    private void deliver(List<String> events) {
        assertThat(Deliverer.post(gateway.url(), "{\"payload\":[" + String.join(",", events) + "]}")
                        .statusCode())
                .isEqualTo(200);
    }

    private List<MimeMessage> mails(int count) {
        assertThat(gateway.mailServer().waitForIncomingEmail(30_000, count)).isTrue();
        await().until(() -> Channels.depth("mail") == 0);
        return Arrays.asList(gateway.mailServer().getReceivedMessages());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String event(String type, UUID id) {
        String category = type.substring(0, type.indexOf('.'));
        return "{\"id\":\"" + id + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"" + type
                + "\",\"object\":{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"" + category
                + "\"},\"webhook_id\":\"" + UUID.randomUUID() + "\",\"name\":\"Erika Mustermann\"}";
    }
}
