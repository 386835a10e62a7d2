package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.jms.TextMessage;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** What happens behind the outboxes: mails in a real mailbox, files on a real disk. */
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
    void aFolderThatCannotBeWrittenDelaysFilesAndNothingElse() throws Exception {
        gateway = TestGateway.start(Map.of());
        Files.createDirectories(gateway.files().getParent());
        Files.writeString(gateway.files(), "in the way");
        UUID id = UUID.randomUUID();
        deliver(List.of(event("REPORT.READY", id)));
        assertThat(Channels.drain(gateway.brokerUrl(), "reports")).hasSize(1);
        assertThat(Channels.depth("files")).isEqualTo(1);
        Files.delete(gateway.files());
        await().until(() -> Channels.depth("files") == 0);
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
