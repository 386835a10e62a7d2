package upvest.gateway.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jms.JmsException;
import upvest.gateway.GatewayApplication;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.DispatchState;
import upvest.gateway.operations.GatewayStatus;

/**
 * A whole gateway on free ports, in a folder of its own, with a real mail server beside it. Under the contract
 * {@code published}, the strict one, where the settings do not say otherwise.
 */
public final class TestGateway implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Map<Integer, TestGateway> BY_PORT = new ConcurrentHashMap<>();

    private final Path data;
    private final GreenMail mailServer;
    private final Map<String, String> settings;
    private final List<Class<?>> extras;
    private EmbeddedPostgres postgres;
    private CuttableLine ledgerLine;
    private StandaloneBroker broker;
    private ConfigurableApplicationContext context;
    private String login;

    private TestGateway(Map<String, String> settings, List<Class<?>> extras) throws IOException {
        this.data = Files.createTempDirectory("upvest-gateway-");
        this.mailServer = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        this.mailServer.start();
        this.settings = new TreeMap<>(settings);
        this.extras = extras;
        if ("postgres".equals(this.settings.remove("ledger"))) {
            startPostgres();
        }
        if ("standalone".equals(this.settings.remove("broker"))) {
            broker = new StandaloneBroker(data.resolve("standalone"));
            this.settings.put(
                    "upvest.broker.url", "tcp://127.0.0.1:" + broker.line().port());
        }
        try {
            this.context = run();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @param settings as on the command line; {@code ledger: postgres} starts a real PostgreSQL of its own,
     *     {@code broker: standalone} a broker of its own */
    public static TestGateway start(Map<String, String> settings, Class<?>... extras) throws IOException {
        return new TestGateway(settings, List.of(extras));
    }

    private void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
        ledgerLine = new CuttableLine(postgres.getPort());
        settings.put("upvest.ledger.url", "jdbc:postgresql://127.0.0.1:" + ledgerLine.port() + "/postgres");
        settings.put("upvest.ledger.user", "postgres");
    }

    /** A port that stays the mail server's when it is stopped and started again. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private ConfigurableApplicationContext run() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "server.port", "0",
                "management.server.port", "0",
                "upvest.contract", "published",
                "spring.profiles.active", "quick-start",
                "upvest.broker.port", "0",
                "upvest.data", data.toString(),
                "upvest.mail.host", "127.0.0.1",
                "upvest.mail.port", Integer.toString(mailServer.getSmtp().getPort()),
                "upvest.mail.interval", "100ms"));
        all.putAll(settings);
        List<String> arguments = new ArrayList<>();
        all.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        SpringApplication application = new SpringApplicationBuilder(GatewayApplication.class)
                .sources(extras.toArray(Class<?>[]::new))
                .registerShutdownHook(false)
                .build();
        ConfigurableApplicationContext started = application.run(arguments.toArray(String[]::new));
        BY_PORT.put(Integer.parseInt(started.getEnvironment().getProperty("local.server.port")), this);
        return started;
    }

    /**
     * Waits until the gateway at a port has dispatched what it has answered 200, or something holds that up. Does nothing
     * for a gateway in another process.
     */
    static void awaitDispatched(int port) {
        TestGateway gateway = BY_PORT.get(port);
        if (gateway != null && gateway.context.isActive()) {
            await().atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(gateway::dispatched);
        }
    }

    private boolean dispatched() {
        DispatchState state = bean(DispatchState.class);
        try {
            long waiting = bean(Queues.class).depths().entrySet().stream()
                    .filter(queue -> Queues.isInbox(queue.getKey()))
                    .mapToLong(queue -> queue.getValue().messages())
                    .sum();
            return state.held() != null || state.inHand() == 0 && waiting == 0;
        } catch (JmsException e) {
            return true; // the broker is away
        }
    }

    /** What is done to a gateway that is stopped. */
    @FunctionalInterface
    public interface Repair {
        void run() throws IOException;
    }

    /** Stops it in order, and starts it again on the same data afterwards. */
    public void whileStopped(Repair repair) throws IOException {
        context.close();
        repair.run();
        context = run();
    }

    /** Stops it in order and starts it again on the same data. */
    public void restart() {
        context.close();
        context = run();
    }

    /** The same with other settings. */
    public void restart(Map<String, String> changed) {
        settings.putAll(changed);
        restart();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public GreenMail mailServer() {
        return mailServer;
    }

    /** The line to the ledger's database, where the settings say {@code ledger: postgres}. */
    public CuttableLine ledgerLine() {
        return ledgerLine;
    }

    /** The broker, where the settings say {@code broker: standalone}. */
    public StandaloneBroker broker() {
        return broker;
    }

    /** The line to the broker, where the settings say {@code broker: standalone}. */
    public CuttableLine brokerLine() {
        return broker.line();
    }

    public Path files() {
        return data.resolve("files");
    }

    public URI url() {
        return URI.create(
                "http://127.0.0.1:" + port() + context.getEnvironment().getProperty("upvest.path"));
    }

    public int port() {
        return Integer.parseInt(property("local.server.port"));
    }

    /** The broker's address, with the gateway's own login, which may do everything. */
    public String brokerUrl() {
        return broker != null
                ? broker.url()
                : consumersUrl() + "?user=" + bean(EmbeddedBroker.class).user() + "&password="
                        + bean(EmbeddedBroker.class).password();
    }

    /** The embedded broker's address without a login. */
    public String consumersUrl() {
        return "tcp://127.0.0.1:" + bean(EmbeddedBroker.class).port();
    }

    /** Where the gateway keeps what it writes, and the quick start whom it has made up, for {@code bin/gateway}. */
    public Path data() {
        return data;
    }

    /** A page below {@code /actuator} on the management port, as the operator whom the quick start has made up. */
    public HttpResponse<String> actuator(String page) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(actuatorUrl(page))
                        .header(
                                "Authorization",
                                basic(Files.readString(data.resolve("operator")).strip()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The header that says who asks. */
    public static String basic(String nameAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(nameAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    public URI actuatorUrl(String page) {
        return URI.create("http://127.0.0.1:" + property("local.management.port") + "/actuator/" + page);
    }

    /**
     * What Prometheus reads: the sum of all series that have this name and these labels; 0 when there is none.
     *
     * @param series such as {@code upvest_events_total{outcome="dead"}}
     */
    public double counter(String series) throws IOException, InterruptedException {
        List<String> labels = List.of(series.split("[{},]"));
        return actuator("prometheus")
                .body()
                .lines()
                .filter(line -> List.of(line.substring(0, Math.max(0, line.lastIndexOf(' ')))
                                .split("[{},]"))
                        .containsAll(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Who asks from now on, where the settings name operators: the quick start makes up none then. */
    public void as(String nameAndPassword) {
        login = nameAndPassword;
    }

    private String login() throws IOException {
        return login != null
                ? login
                : Files.readString(data.resolve("operator")).strip();
    }

    /** What an operation below {@code /actuator} answers. */
    public <T> T get(String operation, Class<T> type) {
        return ask(operation, HttpRequest.Builder::GET, type);
    }

    /** What an operation answers that is to do something. */
    public <T> T post(String operation, Map<String, ?> body, Class<T> type) {
        return ask(
                operation,
                request -> request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                JSON.valueToTree(body).toString())),
                type);
    }

    private <T> T ask(String operation, UnaryOperator<HttpRequest.Builder> method, Class<T> type) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(actuatorUrl(operation)).header("Authorization", basic(login()));
            HttpResponse<String> answer =
                    HTTP.send(method.apply(request).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(operation + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readValue(answer.body(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What {@code bin/gateway status} says, now. */
    public GatewayStatus status() {
        return get("status", GatewayStatus.class);
    }

    /** What of it a person should look at. */
    public List<String> attention() {
        return status().attention();
    }

    private String property(String name) {
        return context.getEnvironment().getProperty(name);
    }

    /** Spring Boot keeps them in properties of this process, where the next gateway's would not be looked at. */
    private static void forgetLogSettings() {
        for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
            System.clearProperty(property.getEnvironmentVariableName());
        }
    }

    @Override
    public void close() throws IOException {
        BY_PORT.values().remove(this);
        if (context != null) {
            context.close();
            forgetLogSettings();
        }
        mailServer.stop();
        if (broker != null) {
            broker.close();
        }
        if (postgres != null) {
            ledgerLine.close();
            postgres.close();
        }
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
