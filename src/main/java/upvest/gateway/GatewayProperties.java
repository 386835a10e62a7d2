package upvest.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Every setting of the gateway. Meaning, unit and default of each stand in {@code config/application.yaml}, the only
 * place that holds defaults.
 *
 * @param path where Upvest posts; part of what Upvest signs
 * @param contract name of the folder below {@code schemas/} that holds the event schema
 * @param data home of everything the gateway writes
 * @param channels queues that exist from the first start on, without the prefix {@code upvest.}
 * @param operators who may log in at the management port
 */
@ConfigurationProperties("upvest")
public record GatewayProperties(
        String path,
        String contract,
        Path data,
        List<String> channels,
        List<Operator> operators,
        Signature signature,
        Api api,
        Limits limits,
        Inbox inbox,
        Broker broker,
        Ledger ledger,
        Routes routes,
        Mail mail,
        Files files,
        Replay replay,
        Recording recording) {

    public GatewayProperties {
        path = WebhookPath.checked(path);
    }

    /**
     * Who may deliver.
     *
     * @param jwks {@code file:} or {@code https:} address of the trusted public keys, or {@code upvest}; null when there
     *     is none
     * @param window how old a signature may be; null: as old as the ledger remembers
     * @param clockSkew how far in the future it may have been made
     */
    public record Signature(
            boolean required,
            @Nullable String jwks,
            @Within(least = "1s", most = "36500d") @Nullable Duration window,
            @Within(least = "1s", most = "1h") Duration clockSkew,
            boolean v15) {
        public Signature {
            jwks = set(jwks);
        }
    }

    /**
     * How to ask Upvest's API.
     *
     * @param url its address, or {@code sandbox} or {@code live}
     * @param key file of the private key that signs requests
     * @param keyId under which Upvest has its public half; null when the file says it
     * @param passphrase of the file; null when it is not encrypted
     */
    public record Api(
            String url,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable Path key,
            @Nullable String keyId,
            @Nullable String passphrase) {
        public Api {
            clientId = set(clientId);
            clientSecret = set(clientSecret);
            key = key == null || key.toString().isEmpty() ? null : key;
            keyId = set(keyId);
            passphrase = set(passphrase);
        }

        /** Never a secret. */
        @Override
        public String toString() {
            return "Api[url=" + url + ", clientId=" + clientId + "]";
        }
    }

    /**
     * Where deliveries wait for their routes.
     *
     * @param dispatchers subscriptions whose deliveries are routed at the same time
     * @param limit so many deliveries may wait
     */
    public record Inbox(@Within(least = "1", most = "64") int dispatchers, @Within(least = "1") long limit) {}

    /**
     * Where the queues are.
     *
     * @param url address of a standalone broker; null for the embedded one
     * @param teams who else may read the embedded broker's queues
     */
    public record Broker(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @Within(least = "0", most = "65535") int port,
            List<Team> teams) {
        public Broker {
            url = set(url);
            user = set(user);
            password = set(password);
        }

        /** Never the password, which may stand in the address too. */
        @Override
        public String toString() {
            return "Broker[user=" + user + ", port=" + port + "]";
        }
    }

    /**
     * Where accepted events are remembered.
     *
     * @param url JDBC address; null for the embedded one
     * @param retention how long; zero for ever
     */
    public record Ledger(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @Within(least = "1", most = "1000") int connections,
            @Within(least = "1d", most = "36500d", orZero = true) Duration retention) {
        public Ledger {
            url = set(url);
            user = set(user);
            password = set(password);
        }

        /** Never the password, which may stand in the address too. */
        @Override
        public String toString() {
            return "Ledger[user=" + user + "]";
        }
    }

    /** @param watch whether changed files are applied without being asked */
    public record Routes(boolean watch) {}

    /**
     * Where operations are told of failures.
     *
     * @param host mail server; null for the mailbox folder {@code <data>/mailbox}
     */
    public record Mail(
            @Nullable String host,
            @Within(least = "1", most = "65535") int port,
            @Nullable String user,
            @Nullable String password,
            boolean tls,
            boolean implicitTls,
            @Within(least = "100ms", most = "10m") Duration timeout,
            String from,
            String to,
            @Within(least = "100ms", most = "1d") Duration interval,
            @Within(least = "1", most = "10000") int size) {
        public Mail {
            host = set(host);
            user = set(user);
            password = set(password);
        }

        /** Never the password. */
        @Override
        public String toString() {
            return "Mail[host=" + host + ", user=" + user + "]";
        }
    }

    public record Files(Path directory) {}

    /** @param attempts after so many replays in vain a message is parked */
    public record Replay(@Within(least = "1", most = "1000") int attempts) {}

    /** An empty value in YAML or in the environment means: not set. */
    private static @Nullable String set(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
