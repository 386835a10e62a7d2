package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;
import upvest.gateway.intake.KeySet;
import upvest.gateway.upvestapi.UpvestApi;

/** {@code gateway upvest keys}. */
@Command(
        name = "keys",
        description = {
            "Shows the keys that Upvest signs deliveries with, and whether a gateway would trust them.",
            "",
            "It uses the same request as a gateway with upvest.signature.jwks=upvest."
        })
final class UpvestKeysCommand extends ApiCommand {

    @Override
    public Integer call() throws IOException {
        UpvestApi api = api(UpvestApi.READ);
        KeySet set = KeySet.parse(api.get("/auth/verify_keys").toString(), Instant.now());
        PrintWriter out = out();
        set.keys().keySet().stream().sorted().forEach(id -> out.printf("%s  trusted%n", id));
        set.leftOut().forEach(out::println);
        out.printf("%d trusted, from %s%n", set.keys().size(), api);
        return 0;
    }
}
