package upvest.gateway.signature;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Objects;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;

@Configuration(proxyBeanMethods = false)
class SignatureConfiguration {
    private static final String CHECKED = "${upvest.signature.required}";
    private static final Logger LOG = LoggerFactory.getLogger(SignatureConfiguration.class);

    @Bean
    CryptoProvider cryptoProvider() {
        return CryptoProvider.load();
    }

    @Bean
    @ConditionalOnExpression(CHECKED)
    TrustedKeys trustedKeys(GatewayProperties properties, Clock clock) {
        String jwks = properties.signature().jwks();
        if (jwks == null) {
            throw new WrongSetting("upvest.signature.jwks is not set: name the JWKS file with Upvest's"
                    + " public keys, as file:/path/keys.json");
        }
        return new TrustedKeys(jwks, clock);
    }

    @Bean
    @ConditionalOnExpression(CHECKED)
    KeyWatch keyWatch(TrustedKeys keys, MeterRegistry registry) {
        return new KeyWatch(keys, registry);
    }

    @Bean
    SenderClock senderClock(GatewayProperties properties) {
        return new SenderClock(properties.signature().required());
    }

    @Bean
    LateDeliveries lateDeliveries(MeterRegistry registry, Clock clock) {
        return new LateDeliveries(registry, clock);
    }

    @Bean
    @ConditionalOnExpression(CHECKED)
    SignatureVerifier signatureVerifier(
            TrustedKeys keys, Clock clock, GatewayProperties properties, CryptoProvider crypto) {
        Age age = Age.of(properties.signature(), properties.ledger());
        return new SignatureVerifier(keys, clock, age, properties.signature().v15(), crypto.provider());
    }

    /** The route's step {@code verifySignature}: passes authentic deliveries, throws {@link SignatureRefused} else. */
    @Bean
    Processor verifySignature(
            GatewayProperties properties,
            ObjectProvider<SignatureVerifier> verifier,
            SenderClock sender,
            LateDeliveries late) {
        if (!properties.signature().required()) {
            LOG.warn("SIGNATURES ARE NOT CHECKED (upvest.signature.required=false): whoever reaches this port can"
                    + " deliver events, of any age. Only behind an edge that verifies.");
            return exchange -> exchange.setProperty(SignedDigest.PROPERTY, SignedDigest.UNCHECKED);
        }
        SignatureVerifier checked = verifier.getObject();
        return exchange -> {
            Verified verified =
                    checked.verify(Objects.requireNonNull(exchange.getIn().getBody(WebhookRequest.class)));
            exchange.setProperty(SignedDigest.PROPERTY, verified.digest());
            sender.signed(verified.created());
            if (verified.late()) {
                late.add(verified);
            }
        };
    }
}
