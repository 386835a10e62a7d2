package upvest.gateway.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import upvest.gateway.delivery.TypeTable;

/** The page {@code docs/reference/routes.md}: for each contract a picture and a table of where its types end. */
public final class RoutePage {
    /** Where it stands, from the project's folder. */
    public static final Path PLACE = Path.of("docs", "reference", "routes.md");

    private static final String HEAD =
            """
            # Routes

            Where an event of each type ends, for each [contract](contracts.md). Written by `bin/gateway check --write-docs`, \
            which sends an event of each type through the routes; not to be edited.
            """;

    private RoutePage() {}

    /** The page as the routes of this folder are now, whatever this machine or this shell sets. */
    public static String of(Path home) throws Exception {
        StringBuilder page = new StringBuilder(HEAD);
        for (String contract : TypeTable.contracts(home.resolve("schemas"))) {
            RouteMap map = map(home, contract);
            page.append("\n## ")
                    .append(contract)
                    .append("\n\n")
                    .append(picture(map))
                    .append('\n')
                    .append(table(map));
        }
        return page.toString();
    }

    private static RouteMap map(Path home, String contract) throws Exception {
        try (Trial trial = Trial.ofFiles(home, List.of("--upvest.contract=" + contract))) {
            return RouteMap.of(trial, contract, TypeTable.read(home.resolve("schemas"), contract));
        }
    }

    private static String table(RouteMap map) {
        StringBuilder table = new StringBuilder("| Event type | Channels |\n| --- | --- |\n");
        for (RouteMap.Row row : map.rows()) {
            String channels =
                    row.channels().stream().map(channel -> "`" + channel + "`").collect(Collectors.joining(", "));
            table.append("| `")
                    .append(row.type())
                    .append("` | ")
                    .append(channels)
                    .append(" |\n");
        }
        return table.toString();
    }

    /** Mermaid: types with the same channels in one box, a whole category as {@code ORDER.*}. */
    private static String picture(RouteMap map) {
        Map<List<String>, List<String>> groups = new LinkedHashMap<>();
        for (RouteMap.Row row : map.rows()) {
            groups.computeIfAbsent(row.channels(), any -> new ArrayList<>()).add(row.type());
        }
        Categories categories =
                Categories.of(map.rows().stream().map(RouteMap.Row::type).toList());
        StringBuilder picture = new StringBuilder("```mermaid\nflowchart LR\n");
        int number = 0;
        for (Map.Entry<List<String>, List<String>> group : groups.entrySet()) {
            number++;
            String label = String.join("<br/>", categories.shorten(group.getValue()));
            picture.append("  t").append(number).append("[\"").append(label).append("\"]\n");
            for (String channel : group.getKey()) {
                picture.append("  t")
                        .append(number)
                        .append(" --> ")
                        .append(channel)
                        .append("([")
                        .append(channel)
                        .append("])\n");
            }
        }
        return picture.append("```\n").toString();
    }
}
