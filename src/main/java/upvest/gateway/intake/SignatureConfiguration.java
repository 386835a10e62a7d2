package upvest.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
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
import upvest.gateway.ledger.SenderClock;
import upvest.gateway.upvestapi.UpvestApi;

@Configuration(proxyBeanMethods = false)
class SignatureConfiguration {
    private static final String CHECKED = "${upvest.signature.required}";
    /** Where the last good set is, below {@code upvest.data}. */
    private static final String KEPT = "trusted-keys.json";

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(SignatureConfiguration.class);

    @Bean
    CryptoProvider cryptoProvider() {
        return CryptoProvider.load();
    }

    @Bean
    @ConditionalOnExpression(CHECKED)
    TrustedKeys trustedKeys(GatewayProperties properties, Clock clock) {
        KeySource source = source(properties, clock);
        return new TrustedKeys(
                source, source.here() ? null : new KeptKeys(properties.data().resolve(KEPT), source.toString()), clock);
    }

    private static KeySource source(GatewayProperties properties, Clock clock) {
        String jwks = properties.signature().jwks();
        if (jwks == null) {
            throw new WrongSetting("upvest.signature.jwks is not set: write upvest for the keys that Upvest's API gives"
                    + " to your client, or name the JWKS file with Upvest's public keys, as file:/path/keys.json");
        }
        if (jwks.equals("upvest")) {
            return new KeysOfUpvest(UpvestApi.of(properties.api(), UpvestApi.READ, clock));
        }
        try {
            URI address = new URI(jwks);
            return switch (String.valueOf(address.getScheme())) {
                case "file" -> new KeysInFile(address);
                case "https" -> new KeysOverHttps(withHost(address), DEADLINE);
                default -> throw new URISyntaxException(jwks, "it must be upvest, or start with file: or https:");
            };
        } catch (URISyntaxException e) {
            throw new WrongSetting("upvest.signature.jwks: no trusted keys from '" + jwks + "': " + e.getReason(), e);
        }
    }

    private static URI withHost(URI address) throws URISyntaxException {
        if (address.getHost() == null) {
            throw new URISyntaxException(address.toString(), "it names no host, write https://host/path");
        }
        return address;
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

    /** The route's step {@code verifySignature}: passes authentic deliveries, throws {@link Refused} else. */
    @Bean
    Processor verifySignature(
            GatewayProperties properties,
            ObjectProvider<SignatureVerifier> verifier,
            SenderClock sender,
            LateDeliveries late) {
        if (!properties.signature().required()) {
            LOG.warn("SIGNATURES ARE NOT CHECKED (upvest.signature.required=false): anybody who reaches this port can"
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
