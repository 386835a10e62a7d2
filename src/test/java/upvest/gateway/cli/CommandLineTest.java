package upvest.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import upvest.gateway.check.Copy;
import upvest.gateway.check.Rule;

/** What is typed without a gateway, and what the reference says of it. */
class CommandLineTest {
    private static final Path PAGE = Path.of("docs/reference/command-line.md");
    private static final Pattern HELP =
            Pattern.compile("(?<=```console\n\\$ bin/gateway )([^\n]*)--help\n.*?(?=```)", Pattern.DOTALL);
    private static final String DELIVERY = "samples/published/two-bad-among-five.json";

    @TempDir
    Path folder;

    record Ended(int code, String out, String err) {}

    private static Set<String> commands() {
        Set<String> commands = new TreeSet<>();
        GatewayCommand.commandLine().getSubcommands().forEach((name, command) -> {
            commands.add(name);
            command.getSubcommands().keySet().forEach(below -> commands.add(name + " " + below));
        });
        commands.removeIf(command -> command.endsWith("help"));
        return commands;
    }

    @Test
    void theReferenceShowsTheHelpOfEachCommand() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> shown = new TreeSet<>();
        String written = HELP.matcher(page).replaceAll(block -> {
            String words = block.group(1) + "--help";
            shown.add(block.group(1).strip());
            return Matcher.quoteReplacement(
                    words + "\n" + type(words.split(" ")).out());
        });
        Path renewed = Files.writeString(Path.of("target/command-line.md"), written);
        assertThat(page).as("copy " + renewed + " to " + PAGE).isEqualTo(written);
        assertThat(shown).containsAll(commands());
    }

    @Test
    void theReferenceHasEveryRule() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(Stream.of(Rule.values())
                        .map(rule -> "| `" + rule + "` |")
                        .toList());
    }

    /** A proxy may have put the management port below a path. */
    @Test
    void keepsThePathOfTheManagementAddress() throws IOException {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " for "
                    + exchange.getRequestHeaders().getFirst("Origin"));
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        proxy.start();
        String site = "http://127.0.0.1:" + proxy.getAddress().getPort();
        try {
            for (String address :
                    List.of(site, site + "/", site + "/actuator", site + "/ops", site + "/ops/of/upvest/")) {
                assertThat(type("status", "--url", address).code()).isEqualTo(3);
                assertThat(type("drift", "--url", address).code()).isEqualTo(3);
            }
        } finally {
            proxy.stop(0);
        }
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "/actuator/status for null",
                        "/actuator/drift for null",
                        "/ops/actuator/status for null",
                        "/ops/actuator/drift for null",
                        "/ops/of/upvest/actuator/status for null",
                        "/ops/of/upvest/actuator/drift for null");
    }

    @Test
    void checkTellsWhatIsWrongAndEndsWithOne() throws IOException {
        Copy.in(folder).edit("routes/domains/orders.camel.yaml", "channel: orders", "channel: ordres");
        Ended check = type("check", "--home", folder.toString());
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out())
                .contains("routes/domains/orders.camel.yaml:12: nobody has declared the queue upvest.ordres; ")
                .endsWith("contract published, 60 types\ncontract live, 132 types, 2 cases: 3 errors\n");
    }

    @Test
    void checkEndsWithZeroForStyleUnlessItIsStrict() throws IOException {
        Copy.in(folder).edit("routes/domains/orders.camel.yaml", "Orders, their", "orders, their");
        Ended check = type("check", "--home", folder.toString());
        assertThat(check.code()).isZero();
        assertThat(check.out())
                .contains("routes/domains/orders.camel.yaml:3: style: description: orders, their")
                .endsWith(": 1 of style\n");
        Ended strict = type("check", "--strict", "--json", "--contract=live", "--home", folder.toString());
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.out()).contains("\"severity\" : \"style\",", "\"others\" : [ ]");
    }

    @Test
    void checkTellsAFileWithTwoDocuments() throws IOException {
        Copy.in(folder)
                .edit("routes/domains/orders.camel.yaml", "channel: orders\n", "channel: orders\n---\n- route:\n");
        Ended check = type("check", "--json", "--home", folder.toString());
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out()).contains("\"file\" : \"routes/domains/orders.camel.yaml\",", "\"line\" : 14,");
    }

    @Test
    void checkTakesSettingsAndRefusesWhatIsNone() {
        assertThat(type("check", "--upvest.contract=published", "--json").out())
                .startsWith("{\n  \"contract\" : \"published\",")
                .endsWith("\"findings\" : [ ]\n}\n");
        Ended wrong = type("check", "--contrakt=live");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--contrakt=live");
        assertThat(type("check", "--home", folder.toString()).code()).isEqualTo(2);
    }

    @Test
    void refusesASettingThatAStartWouldRefuse() {
        for (String[] command : new String[][] {
            {"check"}, {"case", DELIVERY}, {"diff", "--against", "."}, {"asyncapi"}, {"upvest", "keys"}
        }) {
            List<String> words = new ArrayList<>(List.of(command));
            words.add("--upvest.limit.body=1MB");
            Ended ended = type(words.toArray(String[]::new));
            assertThat(ended.err())
                    .isEqualTo(
                            "gateway: --upvest.limit.body on the command line: there is no such setting, did you mean"
                                    + " upvest.limits.body?\n");
            assertThat(ended.code()).isEqualTo(2);
        }
    }

    @Test
    void tryShowsTheWayOfEachEventAndWhatWouldBeSent() throws IOException {
        Copy.in(folder)
                .edit(
                        "routes/domains/orders.camel.yaml",
                        "      steps:\n",
                        """
                      steps:
                        - setHeader:
                            name: Side
                            expression:
                              jq:
                                expression: .object.side
                                resultType: java.lang.String
                        - filter:
                            id: no-side
                            expression:
                              simple:
                                expression: ${header.Side} == null
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: an order without a side
                """);
        Path events = Files.writeString(
                folder.resolve("events.json"),
                "[" + order("6513270e-269e-4d37-b2a7-4de452e6b438", "{\"side\":\"BUY\"}") + ","
                        + order("6513270e-269e-4d37-b2a7-4de452e6b439", "{}") + "]");
        String[] command = {"try", events.toString(), "--home", folder.toString(), "--contract=live"};
        Ended tried = type(command);
        assertThat(tried.code()).isEqualTo(1);
        assertThat(tried.out())
                .startsWith(
                        """
                        1  ORDER.NEW  6513270e-269e-4d37-b2a7-4de452e6b438
                          way  accept-event > route-event > validate-event > by-domain > orders > operations
                          routes/domains/by-domain.camel.yaml:9   choice by-category
                          routes/domains/by-domain.camel.yaml:32  to direct:orders
                          routes/domains/orders.camel.yaml:9      setHeader Side
                          routes/domains/orders.camel.yaml:15     filter no-side
                          routes/domains/orders.camel.yaml:24     to kamelet:queue-sink?channel=orders
                          routes/domains/operations.camel.yaml:9  choice needs-a-look

                          upvest.orders  text
                        """)
                .contains("    Side               BUY\n")
                .contains(
                        "  routes/domains/orders.camel.yaml:21     throwException: fails: an order without a side\n\n  upvest.dead  text\n");
        assertThat(type(Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new))
                        .out())
                .contains("\"failure\" : \"an order without a side\"", "\"kind\" : \"text\"", "\"Side\" : \"BUY\"");
    }

    @Test
    void tryTakesADeliveryAnEventAListAndSaysWhatIsNone() throws IOException {
        String event = order("6513270e-269e-4d37-b2a7-4de452e6b438", "{}");
        for (String whole : List.of(event, "[" + event + "]", "{\"payload\":[" + event + "]}")) {
            Path file = Files.writeString(folder.resolve("event.json"), whole);
            Ended tried = type("try", file.toString());
            assertThat(tried.out()).contains("  upvest.orders  text\n", "JMSType            ORDER.NEW", "    " + event);
            assertThat(tried.code()).isZero();
        }
        Path twice = Files.writeString(folder.resolve("twice.json"), "[" + event + "," + event + "]");
        Ended again = type("try", twice.toString());
        assertThat(again.out()).contains("nothing is sent: the same event comes before it");
        assertThat(again.code()).isEqualTo(1);

        assertThat(type("try", "samples").err()).contains("samples is a folder");
        assertThat(type("try", "samples/bad/not-json.json").err())
                .contains("samples/bad/not-json.json:1: this is not JSON");
        assertThat(type("try", "samples/nosuch.json").code()).isEqualTo(2);
    }

    @Test
    void caseWritesACaseThatHolds() throws IOException {
        Copy.in(folder);
        String printed = type("case", DELIVERY).out();
        assertThat(printed)
                .contains("  channels:\n    orders: [\"1\"]\n")
                .contains("    \"2\": '/id: format uuid'\n")
                .contains("\"id\":\"@1\"");
        String file = folder.resolve("routes/cases/two-bad.yaml").toString();
        assertThat(type("case", DELIVERY, "--to", file).code()).isZero();
        assertThat(Path.of(file)).hasContent(printed);
        assertThat(type("check", "--home", folder.toString()).out()).contains("3 cases: nothing is wrong");

        String other = folder.resolve("routes/cases/other.yaml").toString();
        assertThat(type("case", DELIVERY, "--contract=published", "--to", other).code())
                .isZero();
        assertThat(type("check", "--home", folder.toString()).out()).contains("4 cases: nothing is wrong");

        assertThat(type("case", DELIVERY, "--to", file).err()).contains("is there already");
        assertThat(type("case", "samples/bad/empty-payload.json").err()).contains("this is not a delivery");
        assertThat(type("case", "samples/nosuch.json").code()).isEqualTo(2);
    }

    @Test
    void caseKeepsAnEventsText() throws IOException {
        Path delivery = Files.writeString(
                folder.resolve("delivery.json"),
                """
                {"payload": [{
                  "id": "6513270e-269e-4d37-b2a7-4de452e6b438", "price": 1.10, "note": "it's",
                  "type": "ORDER.NEW", "object": {}
                }]}""");
        assertThat(type("case", delivery.toString(), "--contract=live").out())
                .contains("- '{ \"id\": \"@1\", \"price\": 1.10, \"note\": \"it''s\", \"type\": \"ORDER.NEW\"");
    }

    @Test
    void diffTellsByItsExitCodeWhetherAnythingDiffers() throws IOException {
        Copy.in(folder);
        assertThat(type("diff", "--against", folder.toString()))
                .isEqualTo(new Ended(0, "0 event types go elsewhere\n", ""));
        Copy.in(folder).edit("routes/domains/users.camel.yaml", "channel: users", "channel: orders");
        Ended diff = type("diff", "--against", folder.toString(), "--deliveries", "samples/published", "--json");
        assertThat(diff.code()).isEqualTo(1);
        assertThat(diff.out()).contains("\"before\" : [ \"orders\" ]", "\"after\" : [ \"users\" ]", "\"compared\" : ");
        assertThat(type("diff", "--against", "no-such-revision").code()).isEqualTo(2);
        assertThat(type("diff", "--against", folder.toString(), "--deliveries", "nosuch")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void asyncapiPrintsADocumentOrSaysWhyNot() throws IOException {
        assertThat(type("asyncapi", "--contract=live").out())
                .startsWith("# Made by bin/gateway asyncapi; not to be edited.\nasyncapi: 3.0.0\n")
                .contains("x-contract: live");
        assertThat(type("asyncapi", "--contract=nosuch").err())
                .startsWith("gateway: upvest.contract: there is no contract 'nosuch'");
        Copy.in(folder).edit("routes/domains/orders.camel.yaml", "name: orders", "nam: orders");
        Ended broken = type("asyncapi", "--home", folder.toString());
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err()).contains("the routes do not start, \"gateway check\" says where");
    }

    @Test
    void schemasAreWrittenWhereEditorsLookForThem() throws IOException {
        Copy.in(folder);
        assertThat(type("schemas", "--home", folder.toString()).code()).isZero();
        JsonNode editor =
                new ObjectMapper().readTree(Path.of(".vscode/settings.json").toFile());
        editor.path("yaml.schemas").fieldNames().forEachRemaining(schema -> assertThat(folder.resolve(schema))
                .isNotEmptyFile());
        assertThat(type("check", "--home", folder.toString()).code()).isZero();
    }

    @Test
    void checkWritesNoDocsOfRoutesThatDoNotStart() throws IOException {
        Copy.in(folder).edit("routes/domains/orders.camel.yaml", "name: orders", "nam: orders");
        Ended check = type("check", "--write-docs", "--home", folder.toString());
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err()).contains("nothing is written");
        assertThat(folder.resolve("docs")).doesNotExist();
    }

    private static String order(String id, String object) {
        return "{\"id\":\"" + id + "\",\"created_at\":\"2024-01-15T14:10:12Z\",\"type\":\"ORDER.NEW\",\"object\":"
                + object + ",\"webhook_id\":\"6513270e-269e-4d37-b2a7-4de452e6b438\"}";
    }

    private static Ended type(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = GatewayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(List.of(words).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }
}
