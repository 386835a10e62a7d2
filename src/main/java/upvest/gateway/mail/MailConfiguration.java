package upvest.gateway.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
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

    /** What camel-mail sends with: the mail server, or the mailbox folder while no server is named. */
    @Bean
    JavaMailSender mailSender(GatewayProperties properties) {
        GatewayProperties.Mail settings = properties.mail();
        checkAddress("upvest.mail.from", settings.from());
        checkAddress("upvest.mail.to", settings.to());
        if (settings.host() == null) {
            return new MailboxFolder(properties.data().resolve("mailbox"));
        }
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties session = new Properties();
        session.put("mail.smtp.connectiontimeout", timeout);
        session.put("mail.smtp.timeout", timeout);
        session.put("mail.smtp.writetimeout", timeout);
        session.put("mail.smtp.starttls.enable", settings.tls());
        session.put("mail.smtp.starttls.required", settings.tls());
        session.put("mail.smtp.ssl.checkserveridentity", true);
        session.put("mail.smtp.auth", settings.user() != null);
        DefaultJavaMailSender sender = new DefaultJavaMailSender();
        sender.setJavaMailProperties(session);
        sender.setProtocol("smtp");
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        sender.setUsername(settings.user());
        sender.setPassword(settings.password());
        return sender;
    }

    private static void checkAddress(String setting, String addresses) {
        try {
            InternetAddress.parse(addresses, true);
        } catch (AddressException e) {
            throw new WrongSetting(setting + ": it is no mail address: " + e.getMessage(), e);
        }
    }

    /** Step: takes up to {@code upvest.mail.size} messages from the outbox and writes one mail about them. */
    @Bean
    MailDigest collectDigest(JmsTemplate brokerTemplate, GatewayProperties properties) {
        return new MailDigest(brokerTemplate, properties.mail());
    }
}
