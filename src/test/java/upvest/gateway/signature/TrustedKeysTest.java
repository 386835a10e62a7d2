package upvest.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedKeysTest {
    @TempDir
    Path folder;

    private final Clocks.Settable clock = new Clocks.Settable();
    private Path file;
    private ECKey first;
    private ECKey second;

    @BeforeEach
    void keys() throws JOSEException {
        file = folder.resolve("jwks.json");
        first = new ECKeyGenerator(Curve.P_521).keyID("first").generate();
        second = new ECKeyGenerator(Curve.P_521).keyID("second").generate();
    }

    @Test
    void severalKeysAreTrustedAtOnce() throws Exception {
        TrustedKeys keys = trusting(first, second);
        assertThat(keys.find("first")).isEqualTo(first.toECPublicKey());
        assertThat(keys.find("second")).isEqualTo(second.toECPublicKey());
    }

    @Test
    void anUnknownKeyIdReadsTheSourceAgain() throws Exception {
        TrustedKeys keys = trusting(first);
        write(first, second);
        clock.pass(Duration.ofMinutes(1));
        assertThat(keys.find("second")).isEqualTo(second.toECPublicKey());
    }

    @Test
    void aClockThatIsPutBackEndsNoRotation() throws Exception {
        TrustedKeys keys = trusting(first);
        write(first, second);
        clock.pass(Duration.ofHours(-1));
        assertThat(keys.find("second")).isEqualTo(second.toECPublicKey());
    }

    @Test
    void theSourceIsReadAtMostOnceAMinute() throws Exception {
        TrustedKeys keys = trusting(first);
        write(first, second);
        clock.pass(Duration.ofSeconds(59));
        assertThatThrownBy(() -> keys.find("second"))
                .isInstanceOfSatisfying(SignatureRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.UNKNOWN_KEY));
    }

    @Test
    void theLastGoodSetStaysWhenTheSourceCannotBeRead() throws Exception {
        TrustedKeys keys = trusting(first);
        Files.writeString(file, "not a key set");
        clock.pass(Duration.ofMinutes(1));
        assertThatThrownBy(() -> keys.find("second")).isInstanceOf(SignatureRefused.class);
        assertThatCode(() -> keys.find("first")).doesNotThrowAnyException();
    }

    @Test
    void aMissingFileNamesTheSetting() {
        assertThatThrownBy(() -> new TrustedKeys(file.toUri().toString(), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("upvest.signature.jwks")
                .hasMessageContaining("jwks.json");
    }

    @Test
    void plainHttpIsNoSourceOfTrust() {
        assertThatThrownBy(() -> new TrustedKeys("http://127.0.0.1/keys", clock))
                .hasMessageContaining("upvest.signature.jwks")
                .hasMessageContaining("https:");
    }

    @Test
    void keysOfAnotherCurveAreNotTrusted() throws Exception {
        write(new ECKeyGenerator(Curve.P_256).keyID("small").generate());
        assertThatThrownBy(() -> new TrustedKeys(file.toUri().toString(), clock))
                .hasMessageContaining("P-521");
    }

    private TrustedKeys trusting(JWK... keys) throws IOException {
        write(keys);
        return new TrustedKeys(file.toUri().toString(), clock);
    }

    private void write(JWK... keys) throws IOException {
        Files.writeString(file, new JWKSet(Arrays.asList(keys)).toString(true));
    }
}
