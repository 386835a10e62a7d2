package upvest.gateway.signature;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * What a JWKS address held when it was read.
 *
 * @param keys by key id
 * @param keysExpire when the first key ends, by its {@code exp} or its certificate in {@code x5c}; null when none says
 * @param serverExpires when the certificate of the https server ends; null for a file
 */
record KeySet(Map<String, ECPublicKey> keys, @Nullable Instant keysExpire, @Nullable Instant serverExpires) {
    private static final int TIMEOUT_MILLIS = 3000;
    private static final int LARGEST = 1 << 20;

    /** @throws IOException when it cannot be read or holds no P-521 key */
    static KeySet read(URI source) throws IOException {
        URLConnection connection = source.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            Certificate[] server =
                    connection instanceof HttpsURLConnection https ? https.getServerCertificates() : new Certificate[0];
            String json = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
            return of(JWKSet.parse(json), Arrays.stream(server));
        } catch (ParseException | JOSEException e) {
            throw new IOException("it is no JSON Web Key Set", e);
        }
    }

    private static KeySet of(JWKSet set, Stream<Certificate> server) throws IOException, JOSEException {
        Map<String, ECPublicKey> keys = new HashMap<>();
        Stream<@Nullable Date> ends = Stream.empty();
        for (JWK key : set.getKeys()) {
            if (key instanceof ECKey ec && Curve.P_521.equals(ec.getCurve()) && ec.getKeyID() != null) {
                keys.put(ec.getKeyID(), ec.toECPublicKey());
                ends = Stream.of(ends, Stream.of(ec.getExpirationTime()), certificates(ec))
                        .flatMap(each -> each);
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("it holds no key with kty EC, crv P-521 and a kid");
        }
        return new KeySet(Map.copyOf(keys), first(ends), first(notAfter(server)));
    }

    private static Stream<Date> certificates(ECKey key) {
        return key.getParsedX509CertChain() == null ? Stream.empty() : notAfter(key.getParsedX509CertChain().stream());
    }

    private static Stream<Date> notAfter(Stream<? extends Certificate> certificates) {
        return certificates.filter(X509Certificate.class::isInstance).map(certificate -> ((X509Certificate) certificate)
                .getNotAfter());
    }

    private static @Nullable Instant first(Stream<? extends @Nullable Date> ends) {
        return ends.filter(Objects::nonNull)
                .map(Date::toInstant)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
