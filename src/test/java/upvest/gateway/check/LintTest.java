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
import java.util.stream.IntStream;
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

    private static final String SEND = "        - to:\n            uri: kamelet:queue-sink\n            parameters:\n"
            + "              channel: orders\n";
    private static final String SEND_FILE = "        - to:\n            uri: file:out\n";
    private static final String CONFIGURED = "    routeConfigurationId: outbox\n";
    private static final String TRANSACTED = "        transacted: true\n";

    @TempDir
    Path folder;

    /** An edit of a shipped file, or without {@code from} another one, and everything that is found then. */
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
                        ":8: this is not YAML: "),
                new Example(
                        ORDERS,
                        "    id: orders\n",
                        "    id: orders\n    id: orders\n",
                        YAML,
                        ":3: this is not YAML: Duplicate field 'id'"),
                new Example(
                        ORDERS,
                        "      steps:",
                        "      stpes:",
                        SCHEMA,
                        ":8: stpes: is not a key here; write a key of Camel's reference",
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
                        ":10: style: options behind the ? of kamelet:queue-sink?name=x; write them below parameters:",
                        ":10: there is no kamelet queue-sink?name=x; write one that is there, or add it to kamelets/"),
                new Example(
                        ORDERS,
                        "      uri: direct\n      parameters:\n        name: orders\n",
                        "      uri: direct:orders\n",
                        PARAMETERS,
                        ":5: style: uri: direct:orders; write uri: direct, and below parameters: name: orders"),
                new Example(
                        ORDERS,
                        "    id: orders",
                        "    id: trades",
                        FILE_NAME,
                        ":1: style: the first route is called trades, the file is not; call the file trades.camel.yaml",
                        ":4: style: from direct orders in the route trades; write name: trades [direct-name]"),
                new Example(
                        ORDERS,
                        "        - to:\n",
                        "        - to:\n            id: Send2\n",
                        ID,
                        ":10: style: id: Send2; write lower-case words with hyphens, no numbers: like-this"),
                new Example(
                        ORDERS,
                        "        - to:\n",
                        "        - to:\n            id: users\n",
                        DUPLICATE_ID,
                        "routes/domains/users.camel.yaml:2: id: users occurs twice; write another one,"
                                + " routes/domains/orders.camel.yaml:10 has it"),
                new Example(
                        ORDERS,
                        "Orders, their cancellations and executions - to the queue upvest.orders",
                        "orders",
                        DESCRIPTION,
                        ":3: style: description: orders; write description: \"<Things> - to <where>\", on one line of at"
                                + " most 140 characters"),
                new Example(
                        ORDERS,
                        "        name: orders",
                        "        name: order",
                        DIRECT_NAME,
                        ":4: style: from direct order in the route orders; write name: orders",
                        ":1: warning: nobody calls the route order; call it in routes/domains/by-domain.camel.yaml",
                        "routes/domains/by-domain.camel.yaml:33: there is no route orders; write one that is there"),
                new Example(
                        ORDERS,
                        "    id: orders\n",
                        "    id: orders\n" + "\n".repeat(80),
                        LENGTH,
                        ":1: style: 92 lines; write at most 80, and the rest as a route to call by direct"),
                new Example(
                        ORDERS,
                        "- route:",
                        "- route: # trades",
                        COMMENT,
                        ":1: style: tools drop comments; write it as desc"),
                new Example(
                        MAIL_SINK,
                        "    title: Mail\n",
                        "",
                        DESCRIPTION,
                        ":1: style: no spec: definition: title; write it: what it does for who calls it"),
                new Example(
                        MAIL,
                        "uri: smtp:operations",
                        "uri: kafka:operations",
                        COMPONENT,
                        ":75: kafka: no such component in the gateway; add camel-kafka-starter to pom.xml, or write"
                                + " one that is there"),
                new Example(
                        MAIL,
                        "uri: smtp:operations",
                        "uri: sftp:crm.example",
                        COMPONENT,
                        ":75: sftp: no such component in the gateway; add camel-ftp-starter to pom.xml"),
                new Example(
                        MAIL,
                        "uri: smtp:operations",
                        "uri: kafak:operations",
                        COMPONENT,
                        ":75: kafak: no such component in the gateway; write kafka, and add camel-kafka-starter"),
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
                        ":80: smtp has no option contentTyp; write contentType"),
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
                        ":10: the kamelet queue-sink lacks the parameter channel; write parameters: channel:",
                        ":12: the kamelet queue-sink has no option chanel; write channel"),
                new Example(
                        MAIL,
                        "\"#mailSender\"",
                        "\"#postOffice\"",
                        BEAN,
                        ":77: there is no bean postOffice; write the name of a @Bean or @Component"),
                new Example(
                        MAIL,
                        "{{upvest.mail.to}}",
                        "{{upvest.mail.recipient}}",
                        PLACEHOLDER,
                        ":79: {{upvest.mail.recipient}} is not a setting; write a key of config/application.yaml"),
                new Example(
                        MAIL,
                        "{{upvest.mail.to}}",
                        "{{upvest.mail.to:me}}",
                        PLACEHOLDER,
                        ":79: {{upvest.mail.to:me}} has a default of its own; write {{upvest.mail.to}}, and its"),
                new Example(
                        "config/application-quick-start.yaml",
                        "    interval: 5s",
                        "    intervall: 5s",
                        UNUSED_SETTING,
                        ":6: warning: nobody reads upvest.mail.intervall; take it away, or write {{upvest.mail.intervall}} in"),
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
                        "routes/channels/mail.camel.yaml:75: called by the domain route orders, smtp:operations holds"
                                + " up the delivery's answer"),
                new Example(
                        ORDERS,
                        "        - to:\n",
                        "        - delay:\n            expression:\n              constant:\n"
                                + "                expression: \"100\"\n        - to:\n",
                        SLOW_STEP,
                        ":9: delay leaves the delivery's transaction or holds it up"),
                new Example(ORDERS, "", "", YAML, ":1: the file is empty; write a route, or delete the file"),
                new Example(
                        ORDERS,
                        "channel: orders\n",
                        "channel: orders\n---\n- route:\n    id: more\n",
                        YAML,
                        ":14: a second document begins here, and nobody reads it; take the line --- away"),
                new Example(
                        "routes/domains/more.yaml",
                        "",
                        route("more", "Things - to the queue upvest.orders", "", "        name: more\n", SEND),
                        FILE_ENDING,
                        ":1: the gateway does not read a file of this name; call it more.camel.yaml",
                        ":1: warning: nobody calls the route more; "),
                new Example(
                        "routes/domains/more.camel.yaml",
                        "",
                        route("more", "Things - to the queue upvest.orders", "", "        name: more\n", SEND),
                        NOT_CALLED,
                        ":1: warning: nobody calls the route more; call it in routes/domains/by-domain.camel.yaml"),
                new Example(
                        "config/application.yaml",
                        "    - reports\n",
                        "    - reports\n    - MyQueue\n",
                        CHANNEL,
                        ":27: warning: the queue upvest.MyQueue is not written in small letters"),
                orders(
                        "        - to:\n            uri: direct\n            parameters:\n"
                                + "              name: by-domain\n",
                        LOOP,
                        ":10: the route by-domain is called again on its own way: by-domain -> orders -> by-domain;"
                                + " take this call away"),
                orders(
                        "        - idempotentConsumer:\n            id: once\n"
                                + "            idempotentRepository: \"#seenEvents\"\n            expression:\n"
                                + "              header:\n                expression: UpvestObjectId\n"
                                + "            steps: []\n",
                        TRUNK,
                        ":11: seenEvents is a step of the trunk; take it away"),
                orders(
                        filter("simple", "${header.UpvestCategry} == 'ORDER'"),
                        HEADER,
                        ":13: no event has a header UpvestCategry, and no route sets it; write UpvestCategory"),
                orders(
                        filter("simple", "${header.Amount} > 10"),
                        HEADER,
                        ":13: warning: no event has a header Amount, and no route sets it; write one of docs/"),
                orders(
                        filter("simple", "${header.UpvestEventType} in 'ORDER.NEW,ORDER.FILED'"),
                        EVENT_TYPE,
                        ":13: warning: no contract has the type ORDER.FILED; write ORDER.FILLED, or list it in"),
                new Example(
                        "routes/domains/by-domain.camel.yaml",
                        "in 'INSTRUMENT'",
                        "in 'INSTRUMENT,EXECUTION'",
                        SHADOWED,
                        ":78: the when of line 30 has EXECUTION already, nothing gets here; take it out of one"),
                orders(
                        filter("jq", ".objct.amount == null"),
                        FIELD,
                        ":13: warning: an event has no field objct in this contract; write .object"),
                orders(
                        filter("jq", ".object.amount > 1000"),
                        FIELD,
                        ":13: warning: the contract does not say that there is object.amount, and no case or sample has it;"
                                + " write a case with such an event"),
                orders(
                        filter("jq", ".object.id > 1000"),
                        FIELD,
                        ":13: warning: object.id is a text in a case or sample, and compared with a number here; write"
                                + " (.object.id | tonumber)"),
                orders(
                        "        - setHeader:\n            name: Kind\n            expression:\n              jq:\n"
                                + "                expression: .object.type\n",
                        RESULT,
                        ":12: the header would be a JSON value, which no message can carry; write resultType:"),
                outbox(
                        "reports",
                        CONFIGURED,
                        TRANSACTED,
                        SEND_FILE,
                        "OUTBOX is for consumers",
                        ":5: upvest.reports is read"),
                outbox("dead", CONFIGURED, TRANSACTED, SEND_FILE, "gateway's", ":5: upvest.dead is read here, and its"),
                outbox("files", "", TRANSACTED, SEND_FILE, "none", ":1: without a configuration a message that fails"),
                outbox(
                        "files",
                        "    routeConfigurationId: outbx\n",
                        TRANSACTED,
                        SEND_FILE,
                        "misspelt",
                        ":4: there is no routeConfiguration outbx; write outbox"),
                outbox(
                        "files",
                        CONFIGURED,
                        "",
                        SEND_FILE,
                        "loses",
                        ":5: what is read outside of a transaction is lost"),
                outbox(
                        "files",
                        CONFIGURED,
                        TRANSACTED,
                        "        - aggregate:\n            completionSize: 10\n"
                                + "            aggregationStrategy: \"#class:Any\"\n"
                                + "            correlationExpression:\n              constant:\n"
                                + "                expression: \"true\"\n            steps: []\n",
                        "in memory",
                        ":11: aggregate lets the message go from the queue while it is in memory only"));
    }

    /** The route of orders with a step in front of the one that sends. */
    private static Example orders(String step, Rule rule, String... findings) {
        return new Example(ORDERS, "        - to:\n", step + "        - to:\n", rule, findings);
    }

    private static String filter(String language, String expression) {
        return "        - filter:\n            id: some\n            expression:\n              " + language
                + ":\n                expression: " + expression + "\n            steps: []\n";
    }

    private static Example outbox(
            String queue, String configured, String parameters, String steps, String why, String finding) {
        String route = route("crm", "Adapter - " + why, configured, parameters, steps)
                .replace("uri: direct", "uri: jms:queue:upvest." + queue);
        return new Example("routes/channels/crm.camel.yaml", "", route, OUTBOX, finding);
    }

    private static String route(String id, String description, String more, String parameters, String steps) {
        return "- route:\n    id: " + id + "\n    description: " + description + "\n" + more
                + "    from:\n      uri: direct\n      parameters:\n" + parameters
                + "        cacheLevelName: CACHE_CONSUMER\n".repeat(id.equals("crm") ? 1 : 0) + "      steps:\n"
                + steps;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void tellsWhereWhatAndWhatInstead(Example example) throws IOException {
        Copy copy = Copy.in(folder);
        if (example.from().isEmpty()) {
            copy.write(example.file(), example.to());
        } else {
            copy.edit(example.file(), example.from(), example.to());
        }
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
                .isEqualTo(EnumSet.complementOf(EnumSet.of(START, TRIAL, NOT_REACHED, TYPE, CASE)));
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
        String rows = IntStream.range(0, 20)
                .mapToObj(i -> row.replace("CATEGORY", "CATEGORY_NO_" + i))
                .collect(Collectors.joining());
        Copy.in(folder).edit("routes/domains/by-domain.camel.yaml", last, last + rows);
        assertThat(Lint.findings(folder, Settings.read(folder, List.of()))).isEmpty();
    }

    /** What Upvest sends. */
    @Test
    void theSamplesTellOfFieldsToo() throws IOException {
        Copy.in(folder)
                .edit(ORDERS, "        - to:\n", filter("jq", ".object.side == null") + "        - to:\n")
                .edit(
                        "routes/domains/users.camel.yaml",
                        "        - to:\n",
                        filter("jq", ".object.amount > 1000").replace("some", "more") + "        - to:\n")
                .write(
                        "samples/live/orders.json",
                        """
                        {"payload":[{"object":{"side":"BUY","amount":"1000.00"}}]}
                        """);
        assertThat(Lint.findings(folder, Settings.read(folder, List.of())))
                .singleElement()
                .asString()
                .startsWith(
                        "routes/domains/users.camel.yaml:13: warning: object.amount is a text in a case or sample,");
    }

    @Test
    void aQueueMayBeNamedByASetting() throws IOException {
        Copy.in(folder)
                .edit(ORDERS, "channel: orders", "channel: \"{{upvest.crm.queue}}\"")
                .edit("config/application.yaml", "upvest:\n", "upvest:\n  crm:\n    queue: orders\n");
        assertThat(Lint.findings(folder, Settings.read(folder, List.of()))).isEmpty();
    }

    @Test
    void theShippedFilesHaveNoFindings() throws IOException {
        Path home = Path.of("").toAbsolutePath();
        assertThat(Files.isDirectory(home.resolve("routes"))).isTrue();
        assertThat(Lint.findings(home, Settings.read(home, List.of()))).isEmpty();
    }
}
