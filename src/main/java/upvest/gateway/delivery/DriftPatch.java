package upvest.gateway.delivery;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import upvest.gateway.FilesBelow;

/** The change to a project's files that makes types and fields known: a unified diff, read and decided by a person. */
public final class DriftPatch {
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]*\\.[A-Z][A-Z0-9_]*");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*[A-Za-z0-9_]");
    private static final int LONGEST_YAML_WORD = 5; // such as false
    private static final String OTHER = "other"; // what is beyond the first names has none

    private final Path project;
    private final String contract;
    private final Map<Path, List<String>> before = new TreeMap<>();
    private final Map<Path, List<String>> after = new TreeMap<>();

    /** @param project the folder that holds {@code routes/} and {@code schemas/} */
    public DriftPatch(Path project, String contract) {
        this.project = project;
        this.contract = contract;
    }

    /** Lines of a unified diff; none when there is nothing to add. */
    public List<String> propose(Collection<String> types, Collection<String> fields) throws IOException {
        Path table = TypeTable.file(Path.of("schemas"), contract);
        TypeTable known = TypeTable.read(project.resolve("schemas"), contract);
        for (String field : new TreeSet<>(fields)) {
            if (FIELD.matcher(field).matches()
                    && !field.equals(OTHER)
                    && !known.fields().contains(field)) {
                addField(lines(table), field);
            }
        }
        for (String type : new TreeSet<>(types)) {
            if (TYPE.matcher(type).matches() && !known.types().contains(type)) {
                addItem(lines(table), "types:", type);
                if (!route(type.substring(0, type.indexOf('.')))) {
                    addItem(lines(table), "unrouted:", type);
                }
            }
        }
        List<String> patch = new ArrayList<>();
        after.forEach((file, lines) -> {
            List<String> old = before.getOrDefault(file, List.of());
            patch.addAll(UnifiedDiffUtils.generateUnifiedDiff(
                    "a/" + slashes(file), "b/" + slashes(file), old, DiffUtils.diff(old, lines), 3));
        });
        return patch;
    }

    private List<String> lines(Path file) throws IOException {
        List<String> lines = after.get(file);
        if (lines == null) {
            before.put(file, Files.readAllLines(project.resolve(file)));
            lines = new ArrayList<>(before.getOrDefault(file, List.of()));
            after.put(file, lines);
        }
        return lines;
    }

    /** False when no domain can be guessed for the category. */
    private boolean route(String category) throws IOException {
        List<DomainChoice> choices = new ArrayList<>();
        for (Path file : routes()) {
            choices.addAll(DomainChoice.read(file, after.containsKey(file) ? lines(file) : read(file)));
        }
        if (choices.stream().anyMatch(choice -> choice.categories().contains(category))) {
            return true;
        }
        Optional<DomainChoice> home = DomainChoice.guess(category, choices);
        if (home.isPresent()) {
            home.get().add(category, lines(home.get().file()));
        }
        return home.isPresent();
    }

    private List<Path> routes() throws IOException {
        return FilesBelow.of(project.resolve("routes"), ".*\\.camel\\.yaml").stream()
                .map(project::relativize)
                .toList();
    }

    private List<String> read(Path file) throws IOException {
        return Files.readAllLines(project.resolve(file));
    }

    /** Into {@code fields: [a, b]}. */
    private static void addField(List<String> lines, String field) {
        String item = field.length() > LONGEST_YAML_WORD ? field : '"' + field + '"';
        lines.replaceAll(line -> line.startsWith("fields: [") ? line.replaceFirst("]\\s*$", ", " + item + "]") : line);
    }

    /** Below the last item of its category, else below the last of the list. */
    private static void addItem(List<String> lines, String list, String type) {
        int at = 0;
        while (at < lines.size() && !lines.get(at).startsWith(list)) {
            at++;
        }
        if (at == lines.size()) {
            throw new IllegalArgumentException("types.yaml has no line that begins with " + list);
        }
        lines.set(at, list); // was empty: [], or is this already
        int last = at;
        int kin = 0;
        while (last + 1 < lines.size() && lines.get(last + 1).startsWith("  - ")) {
            last++;
            kin = lines.get(last).startsWith("  - " + type.substring(0, type.indexOf('.') + 1)) ? last : kin;
        }
        lines.add((kin == 0 ? last : kin) + 1, "  - " + type);
    }

    private static String slashes(Path file) {
        return file.toString().replace('\\', '/');
    }
}
