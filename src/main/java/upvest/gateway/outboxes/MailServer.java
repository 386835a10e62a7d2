package upvest.gateway.outboxes;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import upvest.gateway.Printable;

/**
 * A mail server. A recipient that it refuses does not hold the mail back from the others, and they get it once: the mail
 * counts as sent when anybody gets it.
 */
final class MailServer extends DefaultJavaMailSender {
    private final MailState state;

    MailServer(MailState state) {
        this.state = state;
    }

    @Override
    public void send(MimeMessage mail) throws MessagingException {
        try {
            super.send(mail);
            state.sent(Map.of());
        } catch (SendFailedException e) {
            Map<String, String> refused = refused(e);
            if (isEmpty(e.getValidSentAddresses())) {
                state.failed(refused.isEmpty() ? why(e) : told(refused));
                throw e;
            }
            state.sent(refused);
        } catch (MessagingException e) {
            state.failed(why(e));
            throw e;
        }
    }

    /** Addresses with the server's answer to each. */
    private static Map<String, String> refused(MessagingException failure) {
        Map<String, String> refused = new TreeMap<>();
        for (Exception e = failure; e instanceof MessagingException next; e = next.getNextException()) {
            if (e instanceof SMTPAddressFailedException address) {
                refused.put(address.getAddress().getAddress(), why(address));
            }
        }
        return refused;
    }

    private static String told(Map<String, String> refused) {
        return refused.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining("; "));
    }

    private static String why(MessagingException failure) {
        String own = String.valueOf(failure.getMessage());
        Exception cause = failure instanceof SendFailedException ? null : failure.getNextException();
        return Printable.line(
                (cause == null || cause.getMessage() == null ? own : own + ": " + cause.getMessage()).strip());
    }

    private static boolean isEmpty(Address[] addresses) {
        return addresses == null || addresses.length == 0;
    }
}
