package upvest.gateway.intake;

import java.security.Provider;
import java.security.Security;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the cryptography of the verification comes from. */
public record CryptoProvider(@Nullable Provider provider, String name) {
    private static final Logger LOG = LoggerFactory.getLogger(CryptoProvider.class);

    /** Amazon Corretto Crypto Provider where its native library loads, which is many times faster; else the JDK's. */
    public static CryptoProvider load() {
        try {
            Class<?> type = Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            Provider corretto = (Provider) type.getField("INSTANCE").get(null);
            Objects.requireNonNull(corretto.getService("Signature", "SHA512withECDSA"));
            type.getMethod("assertHealthy").invoke(corretto);
            return new CryptoProvider(corretto, "Amazon Corretto Crypto Provider");
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            Provider jdk = Security.getProviders("Signature.SHA512withECDSA")[0];
            LOG.atInfo()
                    .addKeyValue("cause", e.toString())
                    .log("Amazon Corretto Crypto Provider does not load here, signatures are checked by the JDK's");
            return new CryptoProvider(null, "JDK (" + jdk.getName() + ")");
        }
    }
}
