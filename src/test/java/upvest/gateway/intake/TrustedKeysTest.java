package upvest.gateway.intake;

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
import java.util.Date;
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
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.UNKNOWN_KEY));
    }

    @Test
    void theLastGoodSetStaysWhenTheSourceCannotBeRead() throws Exception {
        TrustedKeys keys = trusting(first);
        Files.writeString(file, "not a key set");
        clock.pass(Duration.ofMinutes(1));
        assertThatThrownBy(() -> keys.find("second")).isInstanceOf(Refused.class);
        assertThatCode(() -> keys.find("first")).doesNotThrowAnyException();
    }

    @Test
    void aMissingFileNamesTheSetting() {
        assertThatThrownBy(() -> TrustedKeys.of(file, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("upvest.signature.jwks")
                .hasMessageContaining("jwks.json");
    }

    @Test
    void keysOfAnotherCurveAreNotTrusted() throws Exception {
        write(new ECKeyGenerator(Curve.P_256).keyID("small").generate());
        assertThatThrownBy(() -> TrustedKeys.of(file, clock)).hasMessageContaining("P-521");
    }

    @Test
    void aNewKeyUnderTheSameIdIsFoundAtABadSignatureAndAtMostOnceAMinute() throws Exception {
        TrustedKeys keys = trusting(first);
        ECKey renewed = new ECKeyGenerator(Curve.P_521).keyID("first").generate();
        write(renewed);
        assertThat(keys.renewed("first", first.toECPublicKey())).isNull();
        clock.pass(Duration.ofMinutes(1));
        assertThat(keys.renewed("first", first.toECPublicKey())).isEqualTo(renewed.toECPublicKey());
        assertThat(keys.find("first")).isEqualTo(renewed.toECPublicKey());
        assertThat(keys.renewed("first", renewed.toECPublicKey())).isNull();
    }

    @Test
    void aKeyIsTrustedUntilItsExpAndNoLonger() throws Exception {
        ECKey ending = new ECKeyGenerator(Curve.P_521)
                .keyID("ending")
                .expirationTime(Date.from(clock.instant().plusSeconds(30)))
                .generate();
        TrustedKeys keys = trusting(first, ending);
        assertThat(keys.find("ending")).isEqualTo(ending.toECPublicKey());
        clock.pass(Duration.ofSeconds(30));
        assertThatThrownBy(() -> keys.find("ending")).isInstanceOf(Refused.class);
    }

    private TrustedKeys trusting(JWK... keys) throws IOException {
        write(keys);
        return TrustedKeys.of(file, clock);
    }

    private void write(JWK... keys) throws IOException {
        Files.writeString(file, new JWKSet(Arrays.asList(keys)).toString());
    }
}
