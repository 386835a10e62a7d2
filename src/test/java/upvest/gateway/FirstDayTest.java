package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import upvest.gateway.testing.Output;

/** The first day as a newcomer has it: the gateway in a process of its own, {@code bin/gateway} typed beside it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class FirstDayTest {
    @TempDir
    static Path data;

    private static Process gateway;
    private static String url;
    private static String broker;
    private static String management;

    /** What a command printed and how it ended. */
    record Ended(int code, String out, String err) {}

    @BeforeAll
    static void start() throws IOException {
        String classpath = "target/classes:" + Files.readString(Path.of("target/classpath"));
        gateway = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classpath,
                        "upvest.gateway.GatewayApplication",
                        "--spring.profiles.active=quick-start",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--upvest.broker.port=0",
                        "--upvest.data=" + data)
                .redirectErrorStream(true)
                .start();
        BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8);
        StringBuilder summary = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            summary.append(line).append('\n');
            if (line.contains("Profile ")) {
                break;
            }
        }
        url = find("POST deliveries to +(\\S+)", summary);
        broker = find("Broker +(\\S+)", summary);
        management = find("Health +(\\S+)/actuator/health", summary);
        Thread drain = new Thread(() -> Output.drain(output), "gateway-output");
        drain.setDaemon(true);
        drain.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        gateway.destroy();
        assertThat(gateway.waitFor(60, TimeUnit.SECONDS))
                .as("it stops when told")
                .isTrue();
        assertThat(gateway.exitValue()).as("exit code after SIGTERM").isEqualTo(143);
    }

    @Test
    void sendsEverySampleAndSeesTheEventsArrive() throws Exception {
        Ended sent = gateway("send", "--url", url, "--fresh-ids", "samples/live/every-type.json");
        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(sent.out()).startsWith("samples/live/every-type.json  132 events  200 in ");
        Ended browsed = gateway("listen", "accounts", "--url", broker, "--browse");
        assertThat(browsed.code()).as(browsed.err()).isZero();
        assertThat(browsed.out()).contains("upvest.accounts", "JMSType            ACCOUNT.CREATED", "UpvestEventId");
        assertThat(browsed.err()).contains("11 shown of upvest.accounts");
        Ended taken = gateway("listen", "upvest.accounts", "--url", broker, "--count", "11");
        assertThat(taken.code()).isZero();
        assertThat(taken.out().lines().filter(line -> line.startsWith("upvest.accounts")))
                .hasSize(11);
        Ended empty = gateway("listen", "accounts", "--url", broker, "--count", "1", "--timeout", "1");
        assertThat(empty.code()).as("fewer came than asked for").isEqualTo(1);
    }

    @Test
    void takesNoMessageThatCannotBePrinted() throws Exception {
        assertThat(gateway("send", "--url", url, "--fresh-ids", "samples/live/every-type.json")
                        .code())
                .isZero();
        String waiting = gateway("listen", "taxes", "--url", broker, "--browse").out();
        assertThat(waiting).contains("upvest.taxes");
        Map<String, String> environment = Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "UPVEST_DATA", data.toString(),
                "GATEWAY_BROKER_URL", broker);
        String listen = "{ bin/gateway listen taxes --timeout 5; echo \"it was $?\" >&2; }";
        for (String reader : List.of(" > /dev/full", " | true")) {
            Ended ended = run(List.of("sh", "-c", listen + reader), environment);
            assertThat(ended.err()).contains("gateway: not all of it could be written", "it was 1");
        }
        assertThat(gateway("listen", "taxes", "--url", broker, "--browse").out())
                .as("what nobody saw is there")
                .isEqualTo(waiting);
    }

    @Test
    void repeatsWithAndWithoutFreshIds() throws Exception {
        Ended fresh = gateway(
                "send", "--url", url, "--repeat", "5", "--fresh-ids", "samples/published/two-bad-among-five.json");
        assertThat(fresh.out()).contains("5 events, 5 times: 5 answered 200");
        Ended payments = gateway("listen", "payments", "--url", broker, "--timeout", "2");
        assertThat(payments.code()).isZero();
        assertThat(payments.out().split("\"event_type\":\"WITHDRAWAL.FAILED\""))
                .as("one for each time it was sent")
                .hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void tellsWhenTheGatewayRefuses() throws Exception {
        Ended refused = gateway("send", "--url", url, "--unsigned", "samples/published/user-created.json");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("  401 in ");
    }

    @Test
    void printsACurlCommandThatDelivers() throws Exception {
        Ended printed = gateway("send", "--url", url, "--curl", "samples/published/same-event-twice.json");
        assertThat(printed.code()).isZero();
        assertThat(printed.out())
                .contains("curl ", "signature-input: sig1=", "'@samples/published/same-event-twice.json'");
        Ended curl = run(List.of("sh", "-c", printed.out()), Map.of());
        assertThat(curl.out()).startsWith("HTTP/1.1 200");
    }

    @Test
    void userErrorsAreSentencesWithExitCodes() throws Exception {
        assertSentence(
                gateway("send", "--url", url, "no/such/file.json"), 2, "gateway: no such file: no/such/file.json");
        assertSentence(gateway("send", "--url", url, "--repeat", "0", "samples/bad/not-json.json"), 2, "--repeat");
        assertSentence(
                gateway("send", "--key", "README.md", "samples/bad/not-json.json"), 2, "README.md holds no private");
        assertSentence(gateway("send"), 2, "Missing required parameter");
        assertSentence(gateway("sned"), 2, "Unmatched argument");
        assertSentence(
                gateway("listen", "orders", "--url", broker, "--user", "consumers", "--password=guessed"),
                3,
                "the broker refuses the login");
        assertSentence(gateway("listen", "ordres", "--url", broker), 2, "there is no queue upvest.ordres");
        assertSentence(
                gateway("send", "--url", "http://127.0.0.1:1/x", "samples/bad/not-json.json"), 3, "nobody listens");
        assertSentence(gateway("listen", "orders", "--url", "tcp://127.0.0.1:1"), 3, "the broker cannot be reached");
    }

    @Test
    void asksTheGatewayBesideItWithoutCeremony() throws Exception {
        List<String> routes = List.of("bin/gateway", "routes", "--url", management);
        String java = System.getProperty("java.home");
        Ended known = run(routes, Map.of("JAVA_HOME", java, "UPVEST_DATA", data.toString()));
        assertThat(known.out()).as(known.err()).contains("routes/domains/orders.camel.yaml");
        Map<String, String> elsewhere =
                Map.of("JAVA_HOME", java, "UPVEST_DATA", data.resolve("broker").toString());
        assertSentence(run(routes, elsewhere), 3, "the gateway needs a login: set GATEWAY_USER and");
        Map<String, String> wrong = new HashMap<>(elsewhere);
        wrong.putAll(Map.of("GATEWAY_USER", "operator", "GATEWAY_PASSWORD", "operator"));
        assertSentence(run(routes, wrong), 3, "the gateway refuses the login operator: wrong name or password");
    }

    @Test
    void makesTheHashOfAPassword() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
        Ended hash = run(List.of("sh", "-c", "echo correct horse battery | bin/gateway hash-password"), environment);
        assertThat(hash.code()).as(hash.err()).isZero();
        assertThat(hash.out()).startsWith("{bcrypt}$2a$10$").endsWith("\n").hasSize(69);
        assertThat(new BCryptPasswordEncoder()
                        .matches("correct horse battery", hash.out().strip().substring("{bcrypt}".length())))
                .isTrue();
        Ended tooShort = run(List.of("sh", "-c", "echo secret | bin/gateway hash-password"), environment);
        assertSentence(tooShort, 2, "a password has at least 12 characters");
    }

    @Test
    void everyCommandHasHelp() throws Exception {
        for (String command : List.of("run", "prepare", "send", "listen", "drift", "hash-password")) {
            Ended help = gateway(command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Usage: gateway " + command, "Exit codes:");
        }
        assertThat(gateway("--help").out()).contains("send", "listen");
    }

    private static void assertSentence(Ended ended, int code, String words) {
        assertThat(ended.err()).contains(words).doesNotContain("\tat ").doesNotContain("Exception:");
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    }

    private static Ended gateway(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bin/gateway"));
        Stream.of(words).forEach(command::add);
        return run(command, Map.of("JAVA_HOME", System.getProperty("java.home"), "UPVEST_DATA", data.toString()));
    }

    private static Ended run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(data, "out", ".txt");
        Path err = Files.createTempFile(data, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static String find(String pattern, CharSequence text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in:\n" + text).isTrue();
        return matcher.group(1);
    }
}
