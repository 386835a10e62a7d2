package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would go elsewhere after a change. */
class RouteDiffTest {
    private static final Path HERE = Path.of("");

    @TempDir
    Path folder;

    @Test
    void tellsTypesAndRecordedEventsThatGoElsewhere() throws IOException {
        Copy.in(folder).edit("routes/domains/by-domain.camel.yaml", "'USER,USER_CHECK,", "'USER,");
        RouteDiff diff =
                RouteDiff.of(HERE, folder, List.of("--upvest.contract=published"), Path.of("samples/published"));
        assertThat(diff.types())
                .containsExactly(
                        new RouteDiff.Change("USER_CHECK.PASSED", List.of("users"), List.of("unknown")),
                        new RouteDiff.Change(
                                "USER_CHECK.FAILED", List.of("users", "mail"), List.of("unknown", "mail")));
        assertThat(diff.events()).hasSize(2);
        assertThat(diff.events().get(0).what()).startsWith("samples/published/every-type.json 5 USER_CHECK.PASSED ");
        assertThat(diff.compared()).isGreaterThan(60);
    }

    @Test
    void tellsNothingWhenNothingChanges() throws IOException {
        assertThat(RouteDiff.of(HERE, Copy.in(folder).home(), List.of("--upvest.contract=published"), null)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void comparesWithFoldersFromBeforeTypesWereListed() throws IOException {
        Copy.in(folder);
        Files.delete(folder.resolve("schemas/live/types.yaml"));
        assertThat(RouteDiff.of(folder, HERE, List.of(), null).isEmpty()).isTrue();
    }

    @Test
    void saysWhoseRoutesDoNotStart() throws IOException {
        Copy.in(folder).edit("routes/30-event.camel.yaml", "ref: eventHeaders", "ref: nobody");
        assertThatThrownBy(() -> RouteDiff.of(folder, HERE, List.of(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the routes of " + folder + " do not start: ")
                .hasMessageContaining("nobody");
    }

    @Test
    void saysWhatIsNoRevision() {
        assertThatThrownBy(() -> Revision.of(folder, "no-such-revision"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no-such-revision is neither a folder nor a git revision: ");
    }
}
