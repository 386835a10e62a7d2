package upvest.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

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
     * Somebody who may log in at the management port.
     *
     * @param password its bcrypt hash, with {@code {bcrypt}} before it
     */
    public record Operator(String name, String password, Role role) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
        private static final Pattern HASH = Pattern.compile("\\{bcrypt}\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

        public Operator {
            if (!NAME.matcher(Objects.requireNonNullElse(name, "")).matches()) {
                throw new WrongSetting("upvest.operators: a name has 1 to 64 letters, digits or . _ @ -");
            }
            if (!HASH.matcher(Objects.requireNonNullElse(password, "")).matches()) {
                throw new WrongSetting("upvest.operators: the password of " + name + " must be a hash that begins with"
                        + " {bcrypt}; bin/gateway hash-password makes one");
            }
            if (role == null) {
                throw new WrongSetting("upvest.operators: " + name + " has no role, write viewer or operator");
            }
        }

        /** Never the hash. */
        @Override
        public String toString() {
            return "Operator[" + name + ", " + role + "]";
        }
    }

    /** What somebody may do at the management port. */
    public enum Role {
        /** Sees everything but messages, changes nothing. */
        VIEWER,
        /** Sees everything and invokes everything. */
        OPERATOR
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
     * What a delivery may take.
     *
     * @param inFlight requests that are received at the same time
     * @param event longest time of one event in its route
     */
    public record Limits(
            @Within(least = "1KB", most = "256MB") DataSize body,
            @Within(least = "1", most = "1000") int inFlight,
            @Within(least = "100ms", most = "10m") Duration slowClient,
            @Within(least = "1s", most = "1h") Duration event,
            @Within(least = "5", most = "1000") int depth,
            @Within(least = "100", most = "100000000") int text) {
        private static final Duration ANSWER = Duration.ofSeconds(5);
        private static final Duration PATIENCE = Duration.ofSeconds(3);
        /** Even a delivery that is only kept, unread, is in memory as bytes and as a message. */
        private static final int SHARE_OF_HEAP = 10;

        /** Longest delivery that is taken, bytes: {@code body}, as far as the heap has room for it. */
        public long largest() {
            return Math.min(body.toBytes(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        }

        /** Longest wait before the answer: for two attempts to reach the broker, and then for its disk. */
        public Duration answer() {
            return ANSWER;
        }

        /** Longest wait for one thing that broker or ledger do. */
        public Duration patience() {
            return PATIENCE;
        }

        /** Longest attempt to reach broker or ledger: what comes in the middle of one still has time for the next. */
        public Duration attempt() {
            return PATIENCE.dividedBy(2);
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
     * A login at the embedded broker that consumes from some queues, browses them, and does nothing else.
     *
     * @param queues as in {@code upvest.channels}, with or without the prefix {@code upvest.}
     */
    public record Team(String name, String password, List<String> queues) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
        private static final List<String> TAKEN = List.of("amq", "consumers");

        public Team {
            name = Objects.requireNonNullElse(name, "");
            if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
                throw new WrongSetting(
                        "upvest.broker.teams: a name has 1 to 64 letters, digits or _ -, and is not " + TAKEN);
            }
            if (password == null || password.isEmpty() || queues == null || queues.isEmpty()) {
                throw new WrongSetting("upvest.broker.teams: " + name + " needs a password and queues");
            }
        }

        /**
         * A queue's full name.
         *
         * @throws WrongSetting when it is none of these channels: a typing error would be found by nobody
         */
        public String queue(String queue, List<String> channels) {
            String channel = queue.startsWith("upvest.") ? queue.substring("upvest.".length()) : queue;
            if (!channels.contains(channel)) {
                throw new WrongSetting("upvest.broker.teams: " + name + " is to read " + queue
                        + ", which is not among upvest.channels");
            }
            return "upvest." + channel;
        }

        /** Never the password. */
        @Override
        public String toString() {
            return "Team[" + name + ", " + queues + "]";
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

    /**
     * What is kept of recent deliveries, for trying changed routes with.
     *
     * @param deliveries at most so many
     * @param age none older than this
     * @param whole as they arrived; otherwise what routing reads is kept, and nothing else
     * @param fields JSON pointers of what else routing reads
     */
    public record Recording(
            boolean enabled,
            Path directory,
            @Within(least = "1", most = "100000") int deliveries,
            @Within(least = "1m", most = "36500d") Duration age,
            boolean whole,
            List<String> fields) {
        public Recording {
            for (String field : fields) {
                if (!field.startsWith("/")) {
                    throw new WrongSetting("upvest.recording.fields: '" + field + "' is not a JSON pointer, write /"
                            + field.replace('.', '/'));
                }
            }
        }
    }

    /** An empty value in YAML or in the environment means: not set. */
    private static @Nullable String set(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
