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
import upvest.gateway.contract.TypeTable;

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

    @Test
    void tellsATypeWhoseRouteFails() throws IOException {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "        - to:\n",
                        "        - setHeader:\n            name: Length\n            expression:\n"
                                + "              simple:\n"
                                + "                expression: ${header.UpvestEventType.noSuchMethod()}\n"
                                + "        - to:\n");
        assertThat(findings())
                .anyMatch(finding -> finding.contains("the route of ORDER.NEW fails: ")
                        && finding.endsWith("mend the route, the event would be dead [type]"));
    }

    @Test
    void sendsNothingOutEvenWhereTheFilesAreWrong() throws IOException {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "uri: kamelet:queue-sink\n            parameters:\n              channel: orders",
                        "uri: file:" + folder.resolve("out"));
        assertThat(findings())
                .anyMatch(finding -> finding.contains("holds up the delivery's answer"))
                .anyMatch(finding -> finding.contains("the route of ORDER.NEW fails"));
        assertThat(folder.resolve("out")).doesNotExist();
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
                .endsWith("; mend what it names [start]");
    }

    @Test
    void tellsACaseThatDoesNotHold() throws IOException {
        Copy.in(folder).edit(ORDERS, "channel: orders", "channel: users");
        assertThat(findings())
                .contains("routes/cases/rejected-orders-go-to-their-queue-and-to-operations.yaml:9: orders should hold"
                        + " [1, 2] and holds []; mend the route, or write orders: [] [case]");
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
        assertThat(findings()).singleElement().asString().matches("config/application.yaml:\\d+: this is no YAML: .*");
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
