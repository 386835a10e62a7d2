package upvest.gateway.upvestapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms in which a signing key comes. Nothing that is said about a file holds any of it. */
class SigningKeyTest {
    private static final String PASSPHRASE = "correct horse";
    /** One key, as OpenSSL has written it. It signs nothing but tests. */
    private static final Path OPENSSL = Path.of("src/test/resources/signing-keys");

    @TempDir
    Path folder;

    private final ECKey key;

    SigningKeyTest() throws Exception {
        key = new ECKeyGenerator(Curve.P_521).keyID("mine").generate();
    }

    @Test
    void aJsonWebKeySaysItsId() throws Exception {
        SigningKey read = read(key.toJSONString(), null);
        assertThat(read.key()).isEqualTo(key.toECPrivateKey());
        assertThat(read.id()).isEqualTo("mine");
        assertThat(read.toString()).isEqualTo("SigningKey[id=mine]");
    }

    @Test
    void pemAsOpenSslWritesIt() throws Exception {
        BigInteger plain = secret("pkcs8.pem", null);
        assertThat(secret("sec1.pem", null)).isEqualTo(plain);
        assertThat(secret("encrypted.pem", PASSPHRASE)).isEqualTo(plain);
    }

    private static BigInteger secret(String file, String passphrase) throws IOException {
        SigningKey read = SigningKey.read(OPENSSL.resolve(file), passphrase);
        return ((ECPrivateKey) read.key()).getS();
    }

    @Test
    void anEncryptedFileNeedsItsPassphrase() {
        Path file = OPENSSL.resolve("encrypted.pem");
        assertThatThrownBy(() -> SigningKey.read(file, null)).hasMessage("it is encrypted: set upvest.api.passphrase");
        assertThatThrownBy(() -> SigningKey.read(file, "wrong"))
                .isInstanceOf(IOException.class)
                .hasMessage("it holds no private EC key with this passphrase");
        assertThatThrownBy(() -> SigningKey.read(OPENSSL.resolve("encrypted-old-form.pem"), PASSPHRASE))
                .hasMessage("it is encrypted in OpenSSL's old form, write it again:"
                        + " openssl pkcs8 -topk8 -in old.pem -out new.pem");
    }

    @Test
    void whatIsNoSuchKeyIsToldWithoutShowingIt() throws Exception {
        assertRefused(key.toPublicJWK().toJSONString(), "it holds a public key, not the private one");
        ECKey small = new ECKeyGenerator(Curve.P_256).generate();
        assertRefused(small.toJSONString(), "its curve is not P-521");
        assertRefused(pem("PRIVATE KEY", small.toECPrivateKey().getEncoded()), "its curve is not P-521");
        assertRefused("hello", "it is neither a JSON Web Key nor a private key in PEM");
        assertRefused("{}", "it holds no private EC key");
        assertRefused(pem("PRIVATE KEY", new byte[] {1, 2, 3}), "it holds no private EC key");
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text, null))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private SigningKey read(String text, String passphrase) throws IOException {
        return SigningKey.read(Files.writeString(folder.resolve("key"), text), passphrase);
    }
}
