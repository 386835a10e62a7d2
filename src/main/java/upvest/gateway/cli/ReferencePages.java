package upvest.gateway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upvest.gateway.check.AsyncApi;
import upvest.gateway.check.ChannelsPage;
import upvest.gateway.check.ConfigurationMetadata;
import upvest.gateway.check.RoutePage;
import upvest.gateway.check.Trial;
import upvest.gateway.delivery.TypeTable;

/** The files below {@code docs/reference} that are made of the routes, and in a checkout what is made of the settings. */
final class ReferencePages {
    private static final Path REFERENCE = Path.of("docs", "reference");

    private ReferencePages() {}

    /** Each file with what is to stand in it, path from the project's folder; what the shell sets does not count. */
    static Map<Path, String> of(Path home) throws Exception {
        Map<Path, String> pages = new LinkedHashMap<>();
        pages.put(RoutePage.PLACE, RoutePage.of(home));
        if (Files.isDirectory(home.resolve("src"))) {
            pages.put(ConfigurationMetadata.PLACE, ConfigurationMetadata.of(home));
        }
        Path channels = REFERENCE.resolve("channels.md");
        String inForce;
        try (Trial trial = Trial.ofFiles(home, List.of())) {
            ObjectNode document = AsyncApi.of(home, trial);
            inForce = trial.settings().contract();
            pages.put(REFERENCE.resolve("asyncapi.yaml"), AsyncApi.yaml(document));
            pages.put(channels, ChannelsPage.of(Files.readString(home.resolve(channels)), document));
        }
        for (String contract : TypeTable.contracts(home.resolve("schemas"))) {
            if (!contract.equals(inForce)) {
                try (Trial trial = Trial.ofFiles(home, List.of("--upvest.contract=" + contract))) {
                    Path page = REFERENCE.resolve("asyncapi-" + contract + ".yaml");
                    pages.put(page, AsyncApi.yaml(AsyncApi.of(home, trial)));
                }
            }
        }
        return pages;
    }
}
