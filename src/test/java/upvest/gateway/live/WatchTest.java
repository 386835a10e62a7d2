package upvest.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** The alert rules and the dashboard: they hold together, and ask for what a gateway really tells. */
class WatchTest {
    private static final Path ALERTS = Path.of("config/prometheus/alerts.yaml");
    private static final Path OVER_TIME = Path.of("src/test/resources/prometheus/alerts-over-time-test.yaml");
    private static final Path DASHBOARD = Path.of("config/grafana/dashboard.json");
    /** Prometheus adds these. */
    private static final Set<String> ITS_OWN = Set.of("instance", "job");

    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:upvest|disk|jvm|hikaricp)_\\w+)(?:\\{([^}]*)})?(?!\\w)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern YAML_BLOCK =
            Pattern.compile("^```yaml\\n(rule_files:.*?|scrape_configs:.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final int WIDTH = 24;

    @TempDir
    Path folder;

    @Test
    void everyAlertFiresWhenItShouldAndOnlyThen() throws Exception {
        promtool("test", "rules", "src/test/resources/prometheus/alerts-test.yaml");
    }

    @Test
    void everyAlertIsQuietThenFiresInTheTroubleAndIsQuietAfterIt() throws Exception {
        Map<String, String> courses = new TreeMap<>();
        new YAMLMapper().readTree(OVER_TIME.toFile()).path("tests").forEach(test -> {
            StringBuilder course = new StringBuilder();
            test.path("alert_rule_test").forEach(look -> course.append(look.has("exp_alerts") ? "fires " : "quiet "));
            courses.put(test.path("name").asText(), course.toString().replaceAll("(\\w+ )\\1+", "$1"));
        });
        List<String> names = alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .sorted()
                .toList();
        assertThat(courses.keySet()).containsExactlyElementsOf(names);
        assertThat(courses.values()).containsOnly("quiet fires quiet ");
        promtool("test", "rules", OVER_TIME.toString());
    }

    @Test
    void everyQueryOfTheDashboardIsPromQl() throws Exception {
        List<Map<String, String>> rules = new ArrayList<>();
        for (String query : dashboardQueries()) {
            rules.add(Map.of("record", "query" + rules.size(), "expr", query));
        }
        Path file = folder.resolve("queries.yaml");
        new YAMLMapper()
                .writeValue(file.toFile(), Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules))));
        promtool("check", "rules", file.toString());
    }

    private static void promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: promtool is missing. It is part of Prometheus; .ci/run fetches Debian's");
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void everyQueryFindsWhatAGatewayTells() throws Exception {
        List<String> queries = new ArrayList<>(dashboardQueries());
        alerts().forEach(alert -> queries.add(alert.path("expr").asText()));
        Map<String, List<Map<String, String>>> series = new TreeMap<>();
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.contract", "live"))) {
            String unknown = FreshIds.of(Files.readString(Path.of("samples/live/position-updated.json")))
                    .replace("\"POSITION.UPDATED\"", "\"POSITION.INVENTED\"");
            assertThat(Deliverer.post(gateway.url(), unknown).statusCode()).isEqualTo(200);
            for (String line : gateway.actuator("prometheus").body().lines().toList()) {
                String name = line.split("[{ ]", 2)[0];
                series.computeIfAbsent(name, any -> new ArrayList<>()).add(labels(line));
            }
        }
        for (String query : queries) {
            List<MatchResult> selectors = SELECTOR.matcher(query).results().toList();
            assertThat(selectors).as(query).isNotEmpty();
            for (MatchResult selector : selectors) {
                assertThat(series.getOrDefault(selector.group(1), List.of()))
                        .as(selector.group() + " in " + query)
                        .anyMatch(labels -> fits(selector.group(2), labels));
            }
        }
    }

    private static Map<String, String> labels(String line) {
        return LABEL.matcher(line)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private static boolean fits(String matchers, Map<String, String> labels) {
        Matcher matcher = MATCHER.matcher(matchers == null ? "" : matchers);
        while (matcher.find()) {
            if (!ITS_OWN.contains(matcher.group(1))) {
                String value = labels.get(matcher.group(1));
                boolean equal = value != null
                        && (matcher.group(2).endsWith("~")
                                ? value.matches(matcher.group(3))
                                : value.equals(matcher.group(3)));
                if (value == null || equal == matcher.group(2).startsWith("!")) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void everyScrapeThatTheDocumentationShowsLogsIn() throws IOException {
        List<JsonNode> scrapes = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(Path.of("docs"))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                for (MatchResult block :
                        YAML_BLOCK.matcher(Files.readString(page)).results().toList()) {
                    new YAMLMapper()
                            .readTree(block.group(1))
                            .path("scrape_configs")
                            .forEach(scrapes::add);
                }
            }
        }
        assertThat(scrapes).hasSizeGreaterThan(1).allSatisfy(scrape -> {
            assertThat(scrape.path("metrics_path").asText()).isEqualTo("/actuator/prometheus");
            assertThat(scrape.at("/basic_auth/username").asText()).isNotEmpty();
            assertThat(scrape.at("/basic_auth/password_file").asText()).isNotEmpty();
        });
    }

    @Test
    void everyAlertHasASeverityAndARunbook() throws IOException {
        assertThat(alerts()).hasSizeGreaterThan(9).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            String url = alert.at("/annotations/runbook_url").asText();
            assertThat(url).startsWith("{{ $externalLabels.runbooks }}");
            Path runbook = Path.of(url.substring(url.indexOf("docs/")));
            assertThat(Files.readString(runbook))
                    .contains(alert.path("alert").asText())
                    .containsPattern("\n## (Meaning|When)\n[^#]")
                    .containsPattern("\n## (Mitigation|Steps)\n");
        });
    }

    @Test
    void theDashboardHoldsTogether() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        assertThat(dashboard.path("uid").asText()).isEqualTo("upvest-gateway");
        assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
        Set<Integer> ids = new HashSet<>();
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).as("id of " + panel).isTrue();
            assertThat(panel.path("type").asText()).isIn("row", "stat", "timeseries");
            assertThat(panel.path("title").asText()).isNotBlank();
            place(panel.path("gridPos"), taken);
            for (JsonNode target : panel.path("targets")) {
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(target.path("expr").asText()).contains("instance=~\"$instance\"");
            }
            assertThat(panel.path("targets").isEmpty())
                    .isEqualTo(panel.path("type").asText().equals("row"));
        }
        assertThat(dashboard.at("/templating/list").findValuesAsText("name")).contains("datasource", "instance");
    }

    private static void place(JsonNode grid, Set<String> taken) {
        assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isLessThanOrEqualTo(WIDTH);
        for (int x = 0; x < grid.path("w").asInt(); x++) {
            for (int y = 0; y < grid.path("h").asInt(); y++) {
                String place =
                        grid.path("x").asInt() + x + "," + (grid.path("y").asInt() + y);
                assertThat(taken.add(place)).as("two panels at " + place).isTrue();
            }
        }
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        new YAMLMapper().readTree(ALERTS.toFile()).path("groups").forEach(group -> group.path("rules")
                .forEach(alerts::add));
        return alerts;
    }

    /** As Grafana sends them. */
    private static List<String> dashboardQueries() throws IOException {
        return new ObjectMapper()
                .readTree(DASHBOARD.toFile()).findValuesAsText("expr").stream()
                        .map(query -> query.replace("$__rate_interval", "5m"))
                        .toList();
    }
}
