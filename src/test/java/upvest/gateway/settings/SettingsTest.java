package upvest.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;
import upvest.gateway.GatewayProperties;
import upvest.gateway.Within;
import upvest.gateway.WrongSetting;

/** Settings from everywhere: files, environment, Java's and the gateway's command line. */
class SettingsTest {
    private static final String GIVEN = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheDefaults() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("config"), folder.resolve("config"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // without a unit
                "--upvest.signature.window=300 | '300' has no unit, write 300s or 300ms",
                "--upvest.signature.clock-skew=60 | '60' has no unit",
                "--upvest.limits.slow-client=10 | '10' has no unit",
                "--upvest.limits.event=30 | '30' has no unit",
                "--upvest.limits.body=16 | '16' has no unit, write 16B, 16KB or 16MB",
                "--upvest.ledger.retention=90 | '90' has no unit",
                "--upvest.mail.timeout=10 | '10' has no unit",
                "--upvest.mail.interval=60 | '60' has no unit",
                "--upvest.recording.age=24 | '24' has no unit",
                "--spring.lifecycle.timeout-per-shutdown-phase=30 | '30' has no unit",
                "--server.max-http-request-header-size=64 | '64' has no unit",
                "--server.tomcat.connection-timeout=10 | '10' has no unit",
                "--server.tomcat.keep-alive-timeout=10 | '10' has no unit",
                // out of bounds
                "--upvest.signature.window=0 | '0' is out of bounds, write 1s to 36500d, with its unit",
                "--upvest.signature.clock-skew=2h | '2h' is out of bounds, write 1s to 1h",
                "--upvest.limits.in-flight=0 | '0' is out of bounds, write 1 to 1000",
                "--upvest.limits.in-flight=-1 | '-1' is out of bounds",
                "--upvest.limits.in-flight=1001 | '1001' is out of bounds",
                "--upvest.limits.body=0 | '0' is out of bounds, write 1KB to 256MB",
                "--upvest.limits.body=1GB | '1GB' is out of bounds",
                "--upvest.limits.slow-client=0s | '0s' is out of bounds",
                "--upvest.limits.event=500ms | '500ms' is out of bounds, write 1s to 1h",
                "--upvest.limits.depth=0 | '0' is out of bounds",
                "--upvest.limits.text=0 | '0' is out of bounds",
                "--upvest.inbox.dispatchers=0 | '0' is out of bounds",
                "--upvest.inbox.limit=0 | '0' is out of bounds, write 1 or more",
                "--upvest.broker.port=70000 | '70000' is out of bounds",
                "--upvest.ledger.connections=0 | '0' is out of bounds",
                "--upvest.ledger.retention=1h | '1h' is out of bounds, write 1d to 36500d, or 0",
                "--upvest.mail.port=0 | '0' is out of bounds",
                "--upvest.mail.timeout=0s | '0s' is out of bounds",
                "--upvest.mail.interval=0s | '0s' is out of bounds",
                "--upvest.mail.size=0 | '0' is out of bounds",
                "--upvest.mail.redeliveries=-1 | '-1' is out of bounds, write 0 or more",
                "--upvest.files.redeliveries=-1 | '-1' is out of bounds",
                "--upvest.replay.attempts=0 | '0' is out of bounds",
                "--upvest.recording.deliveries=0 | '0' is out of bounds",
                "--upvest.recording.age=0s | '0s' is out of bounds",
                "--server.port=70000 | '70000' is out of bounds",
                "--management.server.port=-1 | '-1' is out of bounds",
                "--server.max-http-request-header-size=0 | '0' is out of bounds",
                // of another form
                "--upvest.limits.in-flight=many | 'many' is not a whole number, write 1 to 1000",
                "--upvest.limits.in-flight=9999999999999999999 | is not a whole number",
                "--upvest.limits.event=-5m | '-5m' is not a duration such as 30s",
                "--upvest.limits.event=1h30m | '1h30m' is not a duration",
                "--upvest.limits.body=16 MB | '16 MB' is not a size such as 16MB",
                "--upvest.mail.tls=ture | 'ture' is neither true nor false",
                "--upvest.mail.redeliveries=often | 'often' is not a whole number",
                "--upvest.operators[0].role=admin | 'admin' is not one of viewer, operator",
                "--upvest.data=${nowhere} | what it names between ${ and } is not set",
                // what is not there
                "--upvest.limit.body=1MB | there is no such setting, did you mean upvest.limits.body?",
                "--upvest.signature.requried=false | did you mean upvest.signature.required?",
                "--upvest.limits=1 | there is no such setting",
                "--upves.limits.body=1MB | did you mean upvest.limits.body?",
                "--upvest.operators[0].pasword=x | did you mean upvest.operators.password?",
                "--upvest.crm.queue=x | one of your own needs its line in config/application.yaml",
                "--server.prot=1 | did you mean server.port?",
                "--spring.profile.active=x | did you mean spring.profiles.active?",
                "--camel.component.jms.recovery-intervall=1 | did you mean camel.component.jms.recovery-interval?",
                "--management.endpoint.health.show-detail=always | did you mean management.endpoint.health.show-details?",
                // what has one value that works
                "--management.endpoints.web.base-path=/manage | management.endpoints.web.base-path: leave it out",
                "--management.server.base-path=/manage | management.server.base-path: leave it out",
                "--management.endpoints.web.path-mapping.health=ok | management.endpoints.web.path-mapping: leave it out",
                "--server.servlet.context-path=/gw | server.servlet.context-path: leave it out",
                "--spring.mvc.servlet.path=/gw | spring.mvc.servlet.path: leave it out",
            })
    void refusesOnTheCommandLine(String argument, String sentence) {
        assertThatThrownBy(() -> check(Map.of(), Map.of(), argument))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UPVEST_SIGNATURE_WINDOW=300 | UPVEST_SIGNATURE_WINDOW in the environment: '300' has no unit",
                "UPVEST_LIMITS_IN_FLIGHT=0 | UPVEST_LIMITS_IN_FLIGHT in the environment: '0' is out of bounds",
                "UPVEST_LIMITS_INFLIGHT=0 | UPVEST_LIMITS_INFLIGHT in the environment: '0' is out of bounds",
                "UPVEST_LIMIT_BODY=1MB | there is no such setting, did you mean UPVEST_LIMITS_BODY?",
                "UPVEST_LIMITSBODY=1MB | there is no such setting, did you mean UPVEST_LIMITS_BODY?",
                "UPVEST_LEDGER_PORT=5432 | there is no such setting",
                "upvest.limits.body=1MB | there is no such setting, did you mean UPVEST_LIMITS_BODY?",
                "UPVEST_OPERATORS_0_PASSWROD=x | did you mean UPVEST_OPERATORS_PASSWORD?",
                "UPVEST_OPERATORS_0_ROLE=admin | 'admin' is not one of viewer, operator",
                "UPVEST_BROKER_PORT=tcp://10.0.0.1:61616 | 'tcp://10.0.0.1:61616' is not a whole number, write 0 to 65535; it comes from a Kubernetes Service",
                "UPVEST_MAIL_PORT=tcp://10.0.0.1:25 | 'tcp://10.0.0.1:25' is not a whole number",
                "SERVER_PORT=tcp://10.0.0.1:80 | 'tcp://10.0.0.1:80' is not a whole number",
                "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE=30 | '30' has no unit",
            })
    void refusesInTheEnvironment(String variable, String sentence) {
        String[] parts = variable.split("=", 2);
        assertThatThrownBy(() -> check(Map.of(parts[0], parts[1]), Map.of()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesOnJavasCommandLine() {
        assertThatThrownBy(() -> check(Map.of(), Map.of("upvest.limit.body", "1MB")))
                .hasMessage("-Dupvest.limit.body on Java's command line: there is no such setting, did you mean"
                        + " upvest.limits.body?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "upvest.limits.body: 16 | upvest.limits.body in application-other.yaml, line 2: '16' has no unit",
                "upvest.limit.body: 16MB | upvest.limit.body in application-other.yaml, line 2: there is no such setting",
                "upves.limits.body: 16MB | did you mean upvest.limits.body?",
                "server.prot: 1 | did you mean server.port?",
                "upvest.mail.interval: soon | 'soon' is not a duration",
            })
    void refusesInAFile(String line, String sentence) throws IOException {
        Files.writeString(folder.resolve("config/application-other.yaml"), "# mine\n" + line + "\n");
        assertThatThrownBy(() -> check(Map.of("SPRING_PROFILES_ACTIVE", "other"), Map.of()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`    body: 16MB` | `    body: 16` | upvest.limits.body in application.yaml, line LINE: '16' has no unit",
                "`    body: 16MB` | `    bodi: 16MB` | upvest.limits.bodi in application.yaml, line LINE: there is no such setting",
                "`    body: 16MB` | `    body:` | it is empty, and there is no other default",
                "`  shutdown: graceful` | `  shutdwn: graceful` | server.shutdwn in application.yaml, line LINE: there is no such setting, did you mean server.shutdown?",
                "`    body: 16MB` | `` | upvest.limits.body is not set",
                "`  contract: live` | `  contract:` | it is empty, and there is no other default",
            })
    void refusesInTheDefaults(String line, String written, String sentence) throws IOException {
        Path file = folder.resolve("config/application.yaml");
        String text = Files.readString(file);
        assertThat(text.lines()).contains(line);
        Files.writeString(file, text.replace(line + "\n", written + "\n"));
        String number = Integer.toString(1 + text.lines().toList().indexOf(line));
        assertThatThrownBy(() -> check(Map.of(), Map.of()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(sentence.replace("LINE", number));
    }

    @Test
    void saysWhereTheDefaultsBelongWhenThereAreNone() {
        assertThatThrownBy(() -> check(Map.of(), Map.of(), "--spring.config.name=nothing"))
                .hasMessageContaining(
                        "is not set: is config/application.yaml, with all defaults, where the gateway was");
    }

    /** Each setting that has a form is refused in another one: what is new is checked as well. */
    static List<String> settingsWithAForm() {
        List<String> names = new ArrayList<>();
        collect("upvest", GatewayProperties.class, names);
        return names;
    }

    private static void collect(String prefix, Class<?> settings, List<String> names) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> type = component.getType();
            if (type.isRecord()) {
                collect(name, type, names);
            } else if (type.isPrimitive() || type == Duration.class || type == DataSize.class) {
                assertThat(type == boolean.class || component.isAnnotationPresent(Within.class))
                        .as(name + " has bounds")
                        .isTrue();
                names.add(name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settingsWithAForm")
    void refusesNonsenseForEachSettingThatHasAForm(String name) {
        assertThatThrownBy(() -> check(Map.of(), Map.of(), "--" + name + "=nonsense"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("--" + name + " on the command line: 'nonsense' is n");
    }

    @ParameterizedTest
    @MethodSource("settingsWithAForm")
    void anEmptyValueIsTheDefault(String name) throws IOException {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        ConfigurableEnvironment empty = check(Map.of(variable, ""), Map.of(name, " "), "--" + name + "=");
        assertThat(Binder.get(empty).bind("upvest", GatewayProperties.class).get())
                .isEqualTo(Binder.get(check(Map.of(), Map.of()))
                        .bind("upvest", GatewayProperties.class)
                        .get());
    }

    @Test
    void anEmptyValueInAFileIsTheDefaultToo() throws IOException {
        Files.writeString(folder.resolve("config/application-other.yaml"), "upvest:\n  mail:\n    to:\n    size: 7\n");
        ConfigurableEnvironment environment = check(Map.of("SPRING_PROFILES_ACTIVE", "other"), Map.of());
        GatewayProperties settings =
                Binder.get(environment).bind("upvest", GatewayProperties.class).get();
        assertThat(settings.mail().to()).isEqualTo("operations@localhost");
        assertThat(settings.mail().size()).isEqualTo(7);
    }

    @Test
    void whatIsAskedFirstDecidesAlsoWhetherItIsWrong() throws IOException {
        ConfigurableEnvironment environment =
                check(Map.of("UPVEST_BROKER_PORT", "tcp://10.0.0.1:61616"), Map.of(), "--upvest.broker.port=61617");
        assertThat(Binder.get(environment)
                        .bind("upvest.broker.port", Integer.class)
                        .get())
                .isEqualTo(61617);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--upvest.limits.inFlight=64",
                "--upvest.ledger.retention=0",
                "--upvest.mail.tls=yes",
                "--upvest.operators[0].role=VIEWER",
                "--upvest.channels=users,orders",
                "--upvest.data=${java.io.tmpdir}",
                "--logging.level.upvest.gateway.deliveries=off",
                "--logging.level.org.apache.camel=debug",
                "--management.metrics.tags.place=here",
                "--management.endpoint.health.group.mine.include=gateway",
                "--camel.component.jms.cache-level-name=CACHE_CONSUMER",
                "--camel.main.auto-startup=false",
                "--server.ssl.bundle=mine",
                "--spring.ssl.bundle.pem.mine.keystore.certificate=file:x.pem",
                "--spring.config.import=optional:configtree:/run/secrets/",
                "--spring.main.banner-mode=console",
                "--server.tomcat.threads.max=50",
                "--management.endpoints.access.max-permitted=read_only",
                "--management.endpoint.drift.access=none",
                "--logging.pattern.level=%5p ${PID}",
                "--debug=true",
            })
    void takes(String argument) {
        assertThatCode(() -> check(Map.of(), Map.of(), argument)).doesNotThrowAnyException();
    }

    @Test
    void takesWhatAnOrchestratorPutsIntoEveryContainer() throws IOException {
        ConfigurableEnvironment environment = check(
                Map.of(
                        "UPVEST_PORT", "tcp://10.0.0.1:80",
                        "UPVEST_SERVICE_HOST", "10.0.0.1",
                        "UPVEST_GATEWAY_SERVICE_PORT", "80",
                        "UPVEST_GATEWAY_SERVICE_PORT_HTTP", "80",
                        "UPVEST_GATEWAY_PORT_80_TCP_ADDR", "10.0.0.1",
                        "UPVEST_BROKER_SERVICE_HOST", "10.0.0.1",
                        "SPRING_OF_SOMETHING_ELSE", "x"),
                Map.of());
        assertThat(Binder.get(environment)
                        .bind("upvest.broker.port", Integer.class)
                        .get())
                .isEqualTo(61616);
    }

    @Test
    void takesTheSecretsOfOthersBesideItsOwn() throws IOException {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("upvest.api.client-secret"), "mine");
        Files.writeString(secrets.resolve("somebody.elses.password"), "theirs");
        ConfigurableEnvironment environment =
                check(Map.of("SPRING_CONFIG_IMPORT", "configtree:" + secrets + "/"), Map.of());
        assertThat(Binder.get(environment)
                        .bind("upvest.api.client-secret", String.class)
                        .get())
                .isEqualTo("mine");
        Files.writeString(secrets.resolve("upvest.api.client-secrt"), "mine");
        assertThatThrownBy(() -> check(Map.of("SPRING_CONFIG_IMPORT", "configtree:" + secrets + "/"), Map.of()))
                .hasMessageContaining("there is no such setting, did you mean upvest.api.client-secret?");
    }

    private ConfigurableEnvironment check(Map<String, Object> variables, Map<String, Object> java, String... arguments)
            throws IOException {
        ConfigurableEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.replace(GIVEN, new SystemEnvironmentPropertySource(GIVEN, variables));
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        properties.put(
                "spring.config.location", folder.resolve("config").toUri().toString());
        properties.putAll(java);
        String name = StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;
        sources.replace(name, new PropertiesPropertySource(name, properties));
        sources.addFirst(new SimpleCommandLinePropertySource(arguments));
        ConfigDataEnvironmentPostProcessor.applyTo(environment, new DefaultResourceLoader(), null);
        EmptyIsNotSet.in(environment);
        Readers readers = new Readers(Path.of(""));
        SettingsCheck.check(environment, readers::read);
        return environment;
    }
}
