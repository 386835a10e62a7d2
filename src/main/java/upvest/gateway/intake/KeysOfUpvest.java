package upvest.gateway.intake;

import java.io.IOException;
import upvest.gateway.upvestapi.UpvestApi;

/** The key set that Upvest's API gives to its clients: {@code GET /auth/verify_keys}. */
record KeysOfUpvest(UpvestApi api) implements KeySource {
    @Override
    public Document read() throws IOException {
        return new Document(api.get("/auth/verify_keys").toString(), null);
    }

    @Override
    public boolean here() {
        return false;
    }

    @Override
    public String toString() {
        return "Upvest, " + api;
    }
}
