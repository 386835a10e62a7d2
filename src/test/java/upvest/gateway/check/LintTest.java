package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static upvest.gateway.check.Rule.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule about the files has a way to break it, and tells where, what and what instead. */
class LintTest {
    private static final String ORDERS = "routes/domains/orders.camel.yaml";
    private static final String MAIL = "routes/channels/mail.camel.yaml";
    private static final String MAIL_SINK = "kamelets/mail-sink.kamelet.yaml";

    @TempDir
    Path folder;

    /** An edit of a shipped file, and everything that is found then. */
    record Example(String file, String from, String to, Rule rule, String... findings) {
        @Override
        public String toString() {
            return rule + ": " + to.strip();
        }
    }

    static Stream<Example> examples() {
        return Stream.of(
                new Example(
                        ORDERS,
                        "      parameters:\n        name: orders",
                        "      parameters:\n       name: orders\n        extra: 1",
                        YAML,
                        ":8: this is no YAML: "),
                new Example(
                        ORDERS,
                        "    id: orders\n",
                        "    id: orders\n    id: orders\n",
                        YAML,
                        ":3: this is no YAML: Duplicate field 'id'"),
                new Example(
                        ORDERS,
                        "      steps:",
                        "      stpes:",
                        SCHEMA,
                        ":8: stpes: is no key here; write a key of Camel's reference",
                        ":4: from: has no steps; write steps: below it"),
                new Example(
                        ORDERS,
                        "        - to:\n            uri: kamelet:queue-sink\n            parameters:\n"
                                + "              channel: orders",
                        "        - to: direct:users",
                        SCHEMA,
                        ":9: to: string found, object expected; write a map, to: {uri: ...}"),
                new Example(
                        ORDERS,
                        "kamelet:queue-sink",
                        "kamelet:queue-sink?name=x",
                        PARAMETERS,
                        ":10: options behind the ? of kamelet:queue-sink?name=x; write them below parameters:",
                        ":10: there is no kamelet queue-sink?name=x; write one that is there, or add it to kamelets/"),
                new Example(
                        ORDERS,
                        "      uri: direct\n      parameters:\n        name: orders\n",
                        "      uri: direct:orders\n",
                        PARAMETERS,
                        ":5: uri: direct:orders; write uri: direct, and below parameters: name: orders"),
                new Example(
                        ORDERS,
                        "    id: orders",
                        "    id: trades",
                        FILE_NAME,
                        ":1: the first route is called trades, the file is not; call the file trades.camel.yaml",
                        ":4: from direct orders in the route trades; write name: trades [direct-name]"),
                new Example(
                        ORDERS,
                        "        - to:\n",
                        "        - to:\n            id: Send2\n",
                        ID,
                        ":10: id: Send2; write lower-case words with hyphens, no numbers: like-this"),
                new Example(
                        ORDERS,
                        "        - to:\n",
                        "        - to:\n            id: users\n",
                        DUPLICATE_ID,
                        "routes/domains/users.camel.yaml:2: id: users stands twice; write another one,"
                                + " routes/domains/orders.camel.yaml:10 has it"),
                new Example(
                        ORDERS,
                        "Orders, their cancellations and executions - to the queue upvest.orders",
                        "orders",
                        DESCRIPTION,
                        ":3: description: orders; write description: \"<Things> - to <where>\", on one line of at"
                                + " most 140 characters"),
                new Example(
                        ORDERS,
                        "        name: orders",
                        "        name: order",
                        DIRECT_NAME,
                        ":4: from direct order in the route orders; write name: orders",
                        "routes/domains/by-domain.camel.yaml:33: there is no route orders; write one that is there"),
                new Example(
                        ORDERS,
                        "    id: orders\n",
                        "    id: orders\n" + "\n".repeat(80),
                        LENGTH,
                        ":1: 92 lines; write at most 80, and the rest as a route to call by direct"),
                new Example(
                        ORDERS, "- route:", "- route: # trades", COMMENT, ":1: tools drop comments; write it as desc"),
                new Example(
                        MAIL_SINK,
                        "    title: Mail\n",
                        "",
                        DESCRIPTION,
                        ":1: no spec: definition: title; write it: what it does for who calls it"),
                new Example(
                        MAIL,
                        "uri: smtp:operations",
                        "uri: kafka:operations",
                        COMPONENT,
                        ":73: kafka: no such component in the gateway; write one that is there, or add"
                                + " camel-kafka-starter to pom.xml"),
                new Example(
                        "routes/10-receive.camel.yaml",
                        "path: \"{{upvest.path}}\"",
                        "path: /proxy-to-upvest",
                        COMPONENT,
                        ":5: platform-http with a path that begins with proxy passes requests on to any address; write"
                                + " another path"),
                new Example(
                        MAIL,
                        "              contentType:",
                        "              contentTyp:",
                        OPTION,
                        ":78: smtp has no option contentTyp; write contentType"),
                new Example(
                        MAIL_SINK,
                        "            uri: jms:queue:upvest.mail",
                        "            uri: jms:queue:upvest.mail\n            parameters:\n"
                                + "              deliveryPersistent: maybe",
                        OPTION,
                        ":19: deliveryPersistent: maybe; write true or false"),
                new Example(
                        ORDERS,
                        "              channel: orders",
                        "              chanel: orders",
                        OPTION,
                        ":10: the kamelet queue-sink is not told its channel; write parameters: channel:",
                        ":12: the kamelet queue-sink has no option chanel; write channel"),
                new Example(
                        MAIL,
                        "\"#mailSender\"",
                        "\"#postOffice\"",
                        BEAN,
                        ":75: there is no bean postOffice; write the name of a @Bean or @Component"),
                new Example(
                        MAIL,
                        "{{upvest.mail.to}}",
                        "{{upvest.mail.recipient}}",
                        PLACEHOLDER,
                        ":77: {{upvest.mail.recipient}} is no setting; write a key of config/application.yaml"),
                new Example(
                        MAIL,
                        "{{upvest.mail.to}}",
                        "{{upvest.mail.to:me}}",
                        PLACEHOLDER,
                        ":77: {{upvest.mail.to:me}} has a default of its own; write {{upvest.mail.to}}, and its"),
                new Example(
                        "config/application-quick-start.yaml",
                        "    interval: 5s",
                        "    intervall: 5s",
                        UNUSED_SETTING,
                        ":6: nobody reads upvest.mail.intervall; take it away, or write {{upvest.mail.intervall}} in"),
                new Example(
                        ORDERS,
                        "kamelet:queue-sink",
                        "kamelet:quue-sink",
                        CONSUMER,
                        ":10: there is no kamelet quue-sink; write one that is there, or add it to kamelets/"),
                new Example(
                        ORDERS,
                        "channel: orders",
                        "channel: ordres",
                        CHANNEL,
                        ":12: nobody has declared the queue upvest.ordres; write one of upvest.channels, or list it"),
                new Example(
                        ORDERS,
                        "uri: kamelet:queue-sink\n            parameters:\n              channel: orders",
                        "uri: file:out",
                        SLOW_STEP,
                        ":10: file:out holds up the delivery's answer; send to a queue with kamelet:queue-sink, and"
                                + " write this step into a route of routes/channels"),
                new Example(
                        ORDERS,
                        "uri: kamelet:queue-sink\n            parameters:\n              channel: orders",
                        "uri: direct\n            parameters:\n              name: send-mail",
                        SLOW_STEP,
                        "routes/channels/mail.camel.yaml:73: called by the domain route orders, smtp:operations holds"
                                + " up the delivery's answer"),
                new Example(
                        ORDERS,
                        "        - to:\n",
                        "        - delay:\n            expression:\n              constant:\n"
                                + "                expression: \"100\"\n        - to:\n",
                        SLOW_STEP,
                        ":9: delay leaves the delivery's transaction or holds it up"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void tellsWhereWhatAndWhatInstead(Example example) throws IOException {
        Copy.in(folder).edit(example.file(), example.from(), example.to());
        List<Finding> found = Lint.findings(folder, Settings.read(folder, List.of()));
        assertThat(found).as("findings").extracting(Finding::rule).contains(example.rule());
        String[] expected = Arrays.stream(example.findings())
                .map(text -> text.startsWith(":") ? example.file() + text : text)
                .toArray(String[]::new);
        List<String> said = found.stream().map(Finding::toString).toList();
        assertThat(said).hasSameSizeAs(expected);
        for (String text : expected) {
            assertThat(said).anyMatch(line -> line.startsWith(text));
        }
    }

    @Test
    void everyRuleAboutFilesHasAnExample() {
        assertThat(examples().map(Example::rule).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(START, TYPE, CASE)));
    }

    @Test
    void tellsEverythingAtOnce() throws IOException {
        Copy.in(folder)
                .edit(ORDERS, "channel: orders", "channel: ordres")
                .edit(MAIL, "{{upvest.mail.to}}", "{{upvest.mail.recipient}}");
        assertThat(Lint.findings(folder, Settings.read(folder, List.of())))
                .extracting(Finding::rule)
                .containsExactly(PLACEHOLDER, CHANNEL);
    }

    /** However many domains there are: a row of the routing table is one line to who reads it. */
    @Test
    void theRoutingTableMayGrow() throws IOException {
        String last = "                        name: reports\n";
        String row =
                """
                              - expression:
                                  simple:
                                    expression: ${header.UpvestCategory} in 'CATEGORY'
                                steps:
                                  - to:
                                      uri: direct
                                      parameters:
                                        name: reports
                """;
        Copy.in(folder).edit("routes/domains/by-domain.camel.yaml", last, last + row.repeat(20));
        assertThat(Lint.findings(folder, Settings.read(folder, List.of()))).isEmpty();
    }

    @Test
    void theShippedFilesHaveNoFindings() throws IOException {
        Path home = Path.of("").toAbsolutePath();
        assertThat(Files.isDirectory(home.resolve("routes"))).isTrue();
        assertThat(Lint.findings(home, Settings.read(home, List.of()))).isEmpty();
    }
}
