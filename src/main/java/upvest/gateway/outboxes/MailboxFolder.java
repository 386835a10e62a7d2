package upvest.gateway.outboxes;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.camel.component.mail.DefaultJavaMailSender;

/** A mailbox without a mail server: each mail becomes a file {@code <Message-ID>.eml} that any mail program opens. */
final class MailboxFolder extends DefaultJavaMailSender {
    private final Path folder;
    private final MailState state;

    MailboxFolder(Path folder, MailState state) {
        this.folder = folder;
        this.state = state;
        setProtocol("smtp");
    }

    @Override
    public void send(MimeMessage mail) throws MessagingException {
        try {
            Files.createDirectories(folder);
            String messageId = mail.getMessageID();
            mail.saveChanges(); // gives it another one
            if (messageId == null) {
                messageId = mail.getMessageID();
            }
            mail.setHeader("Message-ID", messageId);
            String name = messageId.replaceAll("[^A-Za-z0-9.@-]", "");
            Path unfinished = folder.resolve("." + name);
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                mail.writeTo(out);
            }
            Files.move(unfinished, folder.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
            state.sent(Map.of());
        } catch (IOException e) {
            state.failed("the mailbox " + folder + " cannot be written: " + e);
            throw new MessagingException("mailbox " + folder + " cannot be written", e);
        }
    }
}
