package upvest.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made of the routes below {@code docs/reference} is what the routes give now. */
class ReferencePagesTest {
    @Test
    void areFresh() throws Exception {
        Map<Path, String> pages = ReferencePages.of(Path.of(""));
        assertThat(pages.keySet())
                .extracting(page -> page.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "routes.md",
                        "channels.md",
                        "asyncapi.yaml",
                        "asyncapi-published.yaml",
                        "spring-configuration-metadata.json");
        for (Map.Entry<Path, String> page : pages.entrySet()) {
            assertThat(Files.readString(page.getKey()))
                    .as("%s: write it anew with: bin/gateway check --write-docs", page.getKey())
                    .isEqualTo(page.getValue());
        }
    }
}
