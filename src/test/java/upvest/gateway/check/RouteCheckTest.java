package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upvest.gateway.delivery.TypeTable;

/** The routes of a folder, tried without a gateway. */
class RouteCheckTest {
    private static final String ORDERS = "routes/domains/orders.camel.yaml";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"published, REPORT.FAILED", "live, FEE_COLLECTION.CANCELLED"})
    void theShippedRoutesHaveNoFindings(String contract, String filedAndMailed) throws IOException {
        RouteCheck check = RouteCheck.of(Path.of(""), List.of("--upvest.contract=" + contract));
        assertThat(check.findings()).isEmpty();
        assertThat(check.cases()).isEqualTo(2);
        assertThat(check.map().contract()).isEqualTo(contract);
        assertThat(check.map().rows())
                .extracting(RouteMap.Row::type)
                .containsExactlyElementsOf(
                        TypeTable.read(Path.of("schemas"), contract).types());
        assertThat(check.map().rows())
                .filteredOn(row -> row.type().equals(filedAndMailed))
                .extracting(RouteMap.Row::channels)
                .containsExactly(List.of("reports", "files", "mail"));
    }

    @Test
    void leavesNothingBehind() throws IOException {
        Copy.in(folder);
        RouteCheck.of(folder, List.of());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("config", "routes", "kamelets", "schemas");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("trial"));
    }

    @Test
    void tellsATypeWithoutAHome() throws IOException {
        Copy.in(folder).edit("routes/domains/by-domain.camel.yaml", "'USER,USER_CHECK,", "'USER,");
        assertThat(findings())
                .contains("schemas/live/types.yaml:14: USER_CHECK.CREATED ends in unknown; send it to a queue in a"
                        + " route of routes/domains, or list it here under unrouted [type]")
                .hasSize(3);
    }

    @Test
    void tellsATypeThatIsMeantToHaveNoHomeAndHasOne() throws IOException {
        Copy.in(folder).edit("schemas/live/types.yaml", "unrouted: []", "unrouted: [ORDER.NEW]");
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("schemas/live/types.yaml:")
                .endsWith("ORDER.NEW goes to [orders]; take it off unrouted [type]");
    }

    /** Whatever the YAML says: what a dispatcher carries so is not committed, and waits. */
    @Test
    void anEventThatTheTrunkDropsFailsItsDelivery() throws Exception {
        Copy.in(folder)
                .edit(
                        "routes/20-accept.camel.yaml",
                        "              - to:\n                  uri: direct\n                  parameters:\n"
                                + "                    name: accept-event",
                        "              - stop: {}");
        try (Trial trial = Trial.of(folder, List.of())) {
            assertThatThrownBy(() -> trial.event("{\"id\":\"6513270e-269e-4d37-b2a7-4de452e6b438\"}"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("6513270e-269e-4d37-b2a7-4de452e6b438 has not passed first-time-only");
        }
    }

    /** However many types it is about. */
    @Test
    void tellsAStepThatFailsOnceAtItsLine() throws IOException {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "        - to:\n",
                        "        - setHeader:\n            name: Number\n            expression:\n              jq:\n"
                                + "                expression: .object.id | tonumber\n"
                                + "                resultType: java.lang.Integer\n        - to:\n");
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith(ORDERS + ":9: the step setHeader fails with ORDER.NEW, ORDER.PROCESSING, ORDER.FILLED and 5"
                        + " more: this is not a number, ")
                .doesNotContain("Exception")
                .endsWith("these events would be dead [trial]");
    }

    @Test
    void tellsABodyThatIsNoText() throws IOException {
        Copy.in(folder).edit(ORDERS, "        - to:\n", "        - unmarshal:\n            json: {}\n        - to:\n");
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith(ORDERS + ":11: the step to fails with ORDER.NEW, ")
                .contains("no text but a LinkedHashMap: write marshal with json");
    }

    @Test
    void tellsAStepThatDoesNotEndAndEndsItself() throws IOException {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "        - to:\n",
                        "        - loop:\n            id: for-ever\n            doWhile: true\n"
                                + "            expression:\n              simple:\n"
                                + "                expression: ${body} != null\n            steps:\n"
                                + "              - setHeader:\n                  name: Again\n"
                                + "                  expression:\n                    constant:\n"
                                + "                      expression: again\n        - to:\n");
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith(ORDERS + ":16: the step setHeader fails with ORDER.NEW, ")
                .contains("no end in 10 s; take away what waits here");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("trial");
    }

    /** Each holds up the thread that would have to go on: nothing is tried with them. */
    @ParameterizedTest
    @ValueSource(strings = {"direct:users", "jms:queue:upvest.users"})
    void tellsAStepThatWaitsForAnAnswer(String uri) throws IOException {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "        - to:\n",
                        "        - enrich:\n            id: ask\n            expression:\n              constant:\n"
                                + "                expression: " + uri + "\n        - to:\n");
        assertThat(findings()).singleElement().asString().startsWith(ORDERS + ":9: enrich leaves the delivery's");
    }

    @Test
    void tellsATrunkWithoutAStepThatTheGuaranteesRestOn() throws IOException {
        Copy.in(folder).edit("routes/10-receive.camel.yaml", "ref: verifySignature", "ref: storeDelivery");
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("routes/10-receive.camel.yaml:1: the route receive has no process verifySignature that each"
                        + " event passes");
    }

    @Test
    void tellsAStepThatNoEventGetsToUnderAnyContract() throws IOException {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "        - to:\n",
                        "        - filter:\n            id: some\n            expression:\n              simple:\n"
                                + "                expression: ${header.UpvestObjectId} == null\n            steps:\n"
                                + "              - to:\n                  uri: kamelet:mail-sink\n        - to:\n");
        RouteCheck check = RouteCheck.ofEachContract(folder, List.of());
        assertThat(check.findings())
                .extracting(Finding::toString)
                .containsExactly(ORDERS + ":15: warning: no event of the trial gets to this step: to; write a case with"
                        + " one that does into routes/cases, bin/gateway case helps [not-reached]");
        assertThat(check.hasErrors()).isFalse();
        assertThat(check.others()).extracting(RouteMap::contract).containsExactly("published");
    }

    @Test
    void sendsNothingOutEvenWhereTheFilesAreWrong() throws IOException {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "uri: kamelet:queue-sink\n            parameters:\n              channel: orders",
                        "uri: file:" + folder.resolve("out"));
        assertThat(findings()).singleElement().asString().contains("holds up the delivery's answer");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void tellsATableOfTypesThatIsNoYaml() throws IOException {
        Copy.in(folder).edit("schemas/live/types.yaml", "types:\n", "types: [\n");
        assertThat(findings()).anyMatch(finding -> finding.startsWith("schemas/live/types.yaml:"));
    }

    @Test
    void tellsWhereRoutesDoNotStart() throws IOException {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "        - to:\n",
                        "        - filter:\n            id: never\n            expression:\n              simple:\n"
                                + "                expression: ${header.UpvestEventType\n            steps: []\n"
                                + "        - to:\n");
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith(ORDERS + ":1: the routes do not start: ")
                .endsWith("; fix what it names [start]");
    }

    @Test
    void tellsACaseThatDoesNotHold() throws IOException {
        Copy.in(folder).edit(ORDERS, "channel: orders", "channel: users");
        assertThat(findings())
                .contains("routes/cases/rejected-orders-go-to-their-queue-and-to-operations.yaml:9: orders should hold"
                        + " [1, 2] and holds []; fix the route, or write orders: [] [case]");
    }

    @Test
    void tellsWhatACaseOfTheRoutesCannotSay() throws IOException {
        Copy.in(folder)
                .write(
                        "routes/cases/restarts.yaml",
                        """
                        when:
                          - post:
                              events: ['{}']
                              headers: {a: b}
                          - restart: gateway
                        """);
        assertThat(findings())
                .containsExactly(
                        "routes/cases/restarts.yaml:4: headers: is not for a case of the routes; write one of [events,"
                                + " file]; what needs a whole gateway is a case below src/test/cases [case]",
                        "routes/cases/restarts.yaml:5: restart: is not for a case of the routes; write one of [answer,"
                                + " post]; what needs a whole gateway is a case below src/test/cases [case]",
                        "routes/cases/restarts.yaml:5: nothing is posted; write post: with events: or file: [case]");
    }

    @Test
    void tellsSettingsThatAreNoYaml() throws IOException {
        Copy.in(folder).edit("config/application.yaml", "  limits:\n", "  limits:\n limit: 1\n");
        assertThat(findings()).singleElement().asString().matches("config/application.yaml:\\d+: this is not YAML: .*");
    }

    @Test
    void saysWhichSettingIsWrong() throws IOException {
        Copy.in(folder);
        assertThatThrownBy(() -> RouteCheck.of(folder, List.of("--upvest.limits.event=1ms")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--upvest.limits.event on the command line: '1ms' is out of bounds, write 1s to 1h, with its"
                                + " unit");
        assertThatThrownBy(() -> RouteCheck.of(folder, List.of("--upvest.contract=nosuch")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no contract 'nosuch'");
    }

    @Test
    void saysWhichFolderIsMissing() {
        assertThatThrownBy(() -> RouteCheck.of(folder, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("has no folder config/: name the folder that holds it");
    }

    private List<String> findings() {
        return RouteCheck.of(folder, List.of()).findings().stream()
                .map(Finding::toString)
                .toList();
    }
}
