package upvest.gateway.outboxes;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;

@Configuration(proxyBeanMethods = false)
class MailConfiguration {
    private static final int TLS_AT_ONCE = 465; // RFC 8314

    @Bean
    MailState mailState(Clock clock) {
        return new MailState(clock);
    }

    /** What camel-mail sends with: the mail server, or the mailbox folder while no server is named. */
    @Bean
    JavaMailSender mailSender(GatewayProperties properties, MailState mailState) {
        GatewayProperties.Mail settings = properties.mail();
        checkAddress("upvest.mail.from", settings.from());
        checkAddress("upvest.mail.to", settings.to());
        if (settings.host() == null) {
            return new MailboxFolder(properties.data().resolve("mailbox"), mailState);
        }
        if (settings.port() == TLS_AT_ONCE && !settings.implicitTls()) {
            throw new WrongSetting("upvest.mail.port: on port " + TLS_AT_ONCE
                    + " TLS begins at once, set upvest.mail.implicit-tls to true");
        }
        DefaultJavaMailSender sender = new MailServer(mailState);
        sender.setJavaMailProperties(session(settings));
        sender.setProtocol("smtp");
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        sender.setUsername(settings.user());
        sender.setPassword(settings.password());
        return sender;
    }

    private static Properties session(GatewayProperties.Mail settings) {
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties session = new Properties();
        session.put("mail.smtp.connectiontimeout", timeout);
        session.put("mail.smtp.timeout", timeout);
        session.put("mail.smtp.writetimeout", timeout);
        session.put("mail.smtp.ssl.enable", settings.implicitTls());
        session.put("mail.smtp.starttls.enable", settings.tls() && !settings.implicitTls());
        session.put("mail.smtp.starttls.required", settings.tls() && !settings.implicitTls());
        session.put("mail.smtp.ssl.checkserveridentity", true);
        session.put("mail.smtp.auth", settings.user() != null);
        session.put("mail.smtp.sendpartial", true);
        return session;
    }

    private static void checkAddress(String setting, String addresses) {
        try {
            InternetAddress.parse(addresses, true);
        } catch (AddressException e) {
            throw new WrongSetting(setting + ": it is not a mail address: " + e.getMessage(), e);
        }
    }

    /** Step: takes up to {@code upvest.mail.size} messages from the outbox and writes one mail about them. */
    @Bean
    MailDigest collectDigest(JmsTemplate brokerTemplate, GatewayProperties properties) {
        return new MailDigest(brokerTemplate, properties.mail());
    }
}
