package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING says of the Java code, as the compiler's parser reads it. */
class StructureTest {
    private static final int LONGEST_CLASS = 200;
    private static final int LONGEST_METHOD = 30;
    private static final String ROOT = "upvest.gateway";

    private static final List<String> TOO_LONG = new ArrayList<>();
    private static final SortedMap<String, Set<String>> HOMES = new TreeMap<>();
    private static final SortedMap<String, Set<String>> IMPORTS = new TreeMap<>();
    private static final SortedMap<String, Set<String>> LITERALS = new TreeMap<>();

    @BeforeAll
    static void parse() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    manager,
                    null,
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(
                            sources.filter(path -> path.toString().endsWith(".java"))
                                    .toList()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(unit, positions).scan(unit, null);
            }
        }
    }

    @Test
    void noClassAndNoMethodIsTooLong() {
        assertThat(TOO_LONG).isEmpty();
    }

    @Test
    void noTwoClassesHaveOneName() {
        assertThat(HOMES.entrySet()).hasSizeGreaterThan(100).allSatisfy(entry -> assertThat(entry.getValue())
                .as(entry.getKey())
                .hasSize(1));
    }

    @Test
    void noPackageNeedsItself() {
        Map<String, Set<String>> left = new TreeMap<>(IMPORTS);
        while (left.values().removeIf(needed -> needed.stream().noneMatch(left::containsKey))) {
            assertThat(left).isNotNull(); // one floor less
        }
        assertThat(left).as("packages in a circle, and those above it").isEmpty();
    }

    @Test
    void namesOfHeadersAndQueuesAreWrittenOnce() {
        assertThat(LITERALS)
                .isNotEmpty()
                .allSatisfy((text, files) -> assertThat(files).as(text).hasSize(1));
    }

    private static final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String file;
        private final String home;

        Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
            this.home = unit.getPackageName().toString();
            IMPORTS.computeIfAbsent(home, any -> new TreeSet<>());
        }

        @Override
        public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
            String name = tree.getQualifiedIdentifier().toString();
            if (name.startsWith(ROOT + ".")) {
                String needed = name.replaceFirst("\\.[A-Z].*", "");
                if (!needed.equals(home)) {
                    IMPORTS.get(home).add(needed);
                }
            }
            return null;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            if (unit.getTypeDecls().contains(tree)) {
                HOMES.computeIfAbsent(tree.getSimpleName().toString(), any -> new TreeSet<>())
                        .add(home);
                measure(tree, tree.getSimpleName().toString(), LONGEST_CLASS);
            }
            return super.visitClass(tree, nothing);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            if (tree.getBody() != null) {
                measure(tree.getBody(), file + " " + tree.getName(), LONGEST_METHOD);
            }
            return super.visitMethod(tree, nothing);
        }

        @Override
        public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
            if (tree.getValue() instanceof String text
                    && text.matches("Upvest[A-Z]\\w*|upvest\\.(inbox|dead|invalid|unknown|parked)")) {
                LITERALS.computeIfAbsent(text, any -> new TreeSet<>()).add(file);
            }
            return null;
        }

        private void measure(Tree tree, String name, int most) {
            long start = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
            long end = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
            if (end - start + 1 > most) {
                TOO_LONG.add(name + " has " + (end - start + 1) + " lines");
            }
        }
    }
}
