package upvest.bench.peer;

import java.security.Provider;

/** Amazon's provider, for signing and verifying, where it loads. */
public final class Corretto {
    private Corretto() {}

    /** The provider; null where its native library does not load, which means the JDK's own. */
    public static Provider provider() {
        try {
            Class<?> type = Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            type.getMethod("assertHealthy").invoke(provider);
            return provider;
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return null;
        }
    }
}
