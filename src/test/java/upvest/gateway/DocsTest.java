package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Tree;

/** The pages say what is true: links lead somewhere, the reference names everything there is. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]+]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private static final Pattern SELECTOR =
            Pattern.compile("(JMS|message) selector|JMSType (LIKE|IN|=)", Pattern.CASE_INSENSITIVE);

    private static final Pattern PROOF = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    private static final Pattern WORD_LIST = Pattern.compile("### Words for writers\n.*?(?=\n## )", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
    /** Told as it was, or not written for readers. */
    private static final List<String> UNEDITED = List.of("./CHANGELOG.md", "./docs/decisions/", "./src/test/");

    private static final Set<String> LISTS = Set.of("upvest.channels", "upvest.operators", "upvest.broker.teams");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                String target = link.group(1);
                Path file =
                        target.isEmpty() ? page : page.resolveSibling(target).normalize();
                if (!target.startsWith("http") && (!Files.exists(file) || !hasAnchor(file, link.group(2)))) {
                    broken.add(page + " -> " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /** As GitHub and most others name headings. */
    private static boolean hasAnchor(Path page, @Nullable String anchor) throws IOException {
        return anchor == null
                || HEADING.matcher(Files.readString(page))
                        .results()
                        .map(heading -> heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-'))
                        .anyMatch(anchor::equals);
    }

    @Test
    void everySettingIsInTheReferenceWithItsDefault() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        flatten(
                "upvest",
                new YAMLMapper()
                        .readTree(Path.of("config/application.yaml").toFile())
                        .path("upvest"),
                settings);
        List<String> rows = Files.readAllLines(Path.of("docs/reference/settings.md"));
        assertThat(settings).hasSizeGreaterThan(30);
        settings.forEach((key, value) -> assertThat(rows)
                .as("a row for " + key + " with its default " + value)
                .anyMatch(row -> row.startsWith("| `" + key + "` |")
                        && (value.isEmpty() || value.contains("$") || row.contains("`" + value + "`"))));
        assertThat(rows.stream().filter(row -> row.startsWith("| `upvest.")).map(row -> row.split("`")[1]))
                .allMatch(key -> settings.containsKey(key) || LISTS.contains(key));
    }

    @Test
    void everyHeaderAndQueueOfAMessageIsInTheReference() throws IOException {
        String page = Files.readString(Path.of("docs/reference/channels.md"));
        assertThat(page)
                .contains(Channels.QUEUES.stream()
                        .map(queue -> "`upvest." + queue + "`")
                        .toList());
        assertThat(page)
                .contains(Channels.PROPERTIES.stream()
                        .filter(property -> !property.equals("JMSXDeliveryCount"))
                        .map(property -> "`" + property + "`")
                        .toList());
    }

    /** On a long queue the broker does not find what fits, and says nothing. */
    @Test
    void whoeverReadsOfASelectorReadsOfAQueueOfTheirOwn() throws IOException {
        for (Path page : pages()) {
            if (!page.endsWith("CHANGELOG.md")) {
                assertThat(Files.readAllLines(page).stream()
                                .filter(line -> SELECTOR.matcher(line).find()))
                        .as(page.toString())
                        .allMatch(line -> line.contains("](add-a-queue.md)"));
            }
        }
    }

    @Test
    void whatAUserReadsAvoidsThePhrasesOfTheWordList() throws IOException {
        String contributing = Files.readString(Path.of("CONTRIBUTING.md"));
        Pattern avoided = avoided(contributing);
        List<String> found = new ArrayList<>();
        for (Path page : pages()) {
            if (UNEDITED.stream().noneMatch(page.toString()::startsWith)) {
                String text = Files.readString(page);
                search(
                        page,
                        text.equals(contributing) ? WORD_LIST.matcher(text).replaceFirst("") : text,
                        avoided,
                        found);
            }
        }
        for (Path settings : Tree.files(Path.of("config"))) {
            search(settings, Files.readString(settings), avoided, found);
        }
        for (Path code : Tree.files(Path.of("src/main/java"))) {
            String literals = LITERAL.matcher(Files.readString(code))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.joining("\n"));
            search(code, literals, avoided, found);
        }
        assertThat(found).as("write instead what CONTRIBUTING.md says").isEmpty();
    }

    private static Pattern avoided(String contributing) {
        Matcher list = WORD_LIST.matcher(contributing);
        assertThat(list.find()).isTrue();
        List<String> phrases = list.group()
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .flatMap(row -> Stream.of(row.split("\\|")[1].strip().split(", ")))
                .map(Pattern::quote)
                .toList();
        assertThat(phrases).hasSizeGreaterThan(20);
        return Pattern.compile("\\b(?:" + String.join("|", phrases) + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    private static void search(Path file, String text, Pattern avoided, List<String> found) {
        text.lines()
                .flatMap(line ->
                        avoided.matcher(line).results().map(match -> file + ": " + match.group() + " in: " + line))
                .forEach(found::add);
    }

    @Test
    void everyProofInTheCrashMatrixIsATest() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        List<MatchResult> proofs = PROOF.matcher(Files.readString(Path.of("docs/reference/crash-matrix.md")))
                .results()
                .toList();
        assertThat(proofs).hasSizeGreaterThan(7);
        for (MatchResult proof : proofs) {
            assertThat(tests.get(proof.group(1)))
                    .as(proof.group())
                    .containsPattern("Test\\b[^;{}]*(\\{[^{}]*}[^;{}]*)?\\s+void " + proof.group(2) + "\\(");
        }
    }

    @Test
    void thePublishedSchemaIsShippedByteForByte() throws Exception {
        byte[] schema = Files.readAllBytes(Path.of("schemas/published/upvest-webhook-event-schema.json"));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(schema));
        assertThat(hash).isEqualTo("6a5a9ebcaf410dffbc26981d84e14ff2daa33e51f165421dbf5a2eb5b871594a");
        assertThat(Files.readString(Path.of("schemas/SOURCES.md"))).contains(hash);
    }

    private static List<Path> pages() throws IOException {
        return Tree.files(Path.of("."), "target", "node_modules", ".git").stream()
                .filter(file -> file.toString().endsWith(".md"))
                .toList();
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        node.fields().forEachRemaining(field -> {
            String key = prefix + "." + field.getKey();
            if (field.getValue().isObject()) {
                flatten(key, field.getValue(), into);
            } else if (!field.getValue().isArray()) {
                into.put(key, field.getValue().isNull() ? "" : field.getValue().asText());
            }
        });
    }
}
