package upvest.gateway.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A {@code when} of a route file that sends some categories to a domain, as the route {@code by-domain} has them.
 *
 * @param listed the categories as they stand in the file, with commas between them
 */
record DomainChoice(Path file, String listed, String domain) {
    private static final Pattern CATEGORIES = Pattern.compile("\\$\\{header\\.UpvestCategory} in '([A-Z0-9_,]+)'");
    private static final YAMLMapper YAML = new YAMLMapper();

    static List<DomainChoice> read(Path file, List<String> lines) throws IOException {
        List<DomainChoice> choices = new ArrayList<>();
        for (JsonNode whens : YAML.readTree(String.join("\n", lines)).findValues("when")) {
            for (JsonNode when : whens) {
                JsonNode domain = when.path("steps").findValue("name");
                Matcher categories = CATEGORIES.matcher(
                        when.at("/expression/simple/expression").asText());
                if (domain != null && categories.find()) {
                    choices.add(new DomainChoice(file, categories.group(1), domain.asText()));
                }
            }
        }
        return choices;
    }

    List<String> categories() {
        return List.of(listed.split(",", -1));
    }

    /** The choice whose categories begin or end this one, when only one domain has such. */
    static Optional<DomainChoice> guess(String category, List<DomainChoice> choices) {
        List<DomainChoice> kin = choices.stream()
                .filter(choice -> choice.categories().stream()
                        .anyMatch(known -> category.startsWith(known + "_") || category.endsWith("_" + known)))
                .toList();
        Set<String> domains = kin.stream().map(DomainChoice::domain).collect(Collectors.toSet());
        return domains.size() == 1 ? Optional.of(kin.get(0)) : Optional.empty();
    }

    /** Adds a category to the file's lines. */
    void add(String category, List<String> lines) {
        lines.replaceAll(line -> line.replace("'" + listed + "'", "'" + listed + "," + category + "'"));
    }
}
