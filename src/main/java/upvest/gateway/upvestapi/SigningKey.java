package upvest.gateway.upvestapi;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The private key that requests to Upvest are signed with: EC on the curve P-521.
 *
 * @param id under which Upvest has its public half; null when the file does not say it
 */
record SigningKey(PrivateKey key, @Nullable String id) {
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (EC PRIVATE KEY|PRIVATE KEY|ENCRYPTED PRIVATE KEY)-----\\s+([^-]+)-----END \\1-----");

    /** Before the key of RFC 5915 in the form of RFC 5208: version 0, id-ecPublicKey, secp521r1. */
    private static final byte[] VERSION_AND_CURVE =
            HexFormat.of().parseHex("020100301006072a8648ce3d020106052b81040023");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int LONG_FORM = 0x80;

    /**
     * Reads a file.
     *
     * @param file a JSON Web Key, or PEM as OpenSSL writes it: PKCS#8, also encrypted, or SEC 1
     * @param passphrase of an encrypted one
     * @throws IOException when it cannot be read or holds no such key; says what to do, and nothing of the key
     */
    static SigningKey read(Path file, @Nullable String passphrase) throws IOException {
        String text = Files.readString(file);
        try {
            return text.stripLeading().startsWith("{") ? jwk(text) : new SigningKey(pem(text, passphrase), null);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    passphrase == null
                            ? "it holds no private EC key"
                            : "it holds no private EC key with this passphrase",
                    e);
        }
    }

    private static SigningKey jwk(String text) throws IOException, GeneralSecurityException {
        try {
            ECKey jwk = ECKey.parse(text);
            if (!jwk.isPrivate()) {
                throw new IOException("it holds a public key, not the private one");
            }
            return new SigningKey(onP521(jwk.toECPrivateKey()), jwk.getKeyID());
        } catch (ParseException | JOSEException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static PrivateKey pem(String text, @Nullable String passphrase)
            throws IOException, GeneralSecurityException {
        if (text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new IOException("it is encrypted in OpenSSL's old form, write it again:"
                    + " openssl pkcs8 -topk8 -in old.pem -out new.pem");
        }
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new IOException("it is neither a JSON Web Key nor a private key in PEM");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
        KeySpec spec =
                switch (pem.group(1)) {
                    case "EC PRIVATE KEY" -> new PKCS8EncodedKeySpec(pkcs8(der));
                    case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(der);
                    default -> decrypted(der, passphrase);
                };
        return onP521((ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec));
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] der, @Nullable String passphrase)
            throws IOException, GeneralSecurityException {
        if (passphrase == null) {
            throw new IOException("it is encrypted: set upvest.api.passphrase");
        }
        EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
        String algorithm = encrypted.getAlgParameters().toString(); // PBES2 says its parts here only
        SecretKey secret =
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, secret, encrypted.getAlgParameters());
        return encrypted.getKeySpec(cipher);
    }

    private static byte[] pkcs8(byte[] sec1) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        inside.writeBytes(VERSION_AND_CURVE);
        inside.writeBytes(element(OCTETS, sec1));
        return element(SEQUENCE, inside.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length >= 1 << Byte.SIZE) {
            out.write(LONG_FORM + 2);
            out.write(content.length >> Byte.SIZE);
        } else if (content.length >= LONG_FORM) {
            out.write(LONG_FORM + 1);
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static ECPrivateKey onP521(ECPrivateKey key) throws IOException {
        if (!Curve.P_521.equals(Curve.forECParameterSpec(key.getParams()))) {
            throw new IOException("its curve is not P-521");
        }
        return key;
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SigningKey[id=" + id + "]";
    }
}
