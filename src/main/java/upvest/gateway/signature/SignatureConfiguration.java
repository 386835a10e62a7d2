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

    /** The route's step {@code verifySignature}: passes authentic deliveries, throws {@link SignatureRefused} else. */
    @Bean
    Processor verifySignature(
            GatewayProperties properties, Clock clock, CryptoProvider crypto, ObjectProvider<TrustedKeys> keys) {
        GatewayProperties.Signature settings = properties.signature();
        if (!settings.required()) {
            LOG.warn("SIGNATURES ARE NOT CHECKED (upvest.signature.required=false): whoever reaches this port can"
                    + " deliver events. Only behind an edge that verifies.");
            return exchange -> exchange.setProperty(SignedDigest.PROPERTY, SignedDigest.UNCHECKED);
        }
        SignatureVerifier verifier =
                new SignatureVerifier(keys.getObject(), clock, settings.window(), settings.v15(), crypto.provider());
        return exchange -> exchange.setProperty(
                SignedDigest.PROPERTY,
                verifier.verify(Objects.requireNonNull(exchange.getIn().getBody(WebhookRequest.class))));
    }
}
