package upvest.gateway.upvestapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The client's webhook subscriptions at Upvest. */
public final class Subscriptions {
    private static final String WEBHOOKS = "/webhooks";
    private static final int PAGE = 1000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final UpvestApi api;

    public Subscriptions(UpvestApi api) {
        this.api = api;
    }

    /** All of them, as Upvest tells them. */
    public List<JsonNode> all() throws ApiFailure {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            page = api.get(WEBHOOKS + "?limit=" + PAGE + "&offset=" + all.size())
                    .path("data");
            page.forEach(all::add);
        } while (page.size() == PAGE);
        return all;
    }

    public JsonNode get(String id) throws ApiFailure {
        return api.get(path(id));
    }

    /** Makes one, disabled, and tells its id. */
    public String create(WantedSubscription wanted) throws ApiFailure {
        return api.post(WEBHOOKS, wanted.json()).path("id").asText();
    }

    /** Lets Upvest deliver, or no more. */
    public void enable(String id, boolean enabled) throws ApiFailure {
        api.patch(path(id), new ObjectMapper().createObjectNode().put("enabled", enabled));
    }

    public void delete(String id) throws ApiFailure {
        api.delete(path(id));
    }

    /** Lets Upvest deliver a test event: {@code url}, and {@code response}, which is what the gateway answered. */
    public JsonNode test(String id) throws ApiFailure {
        return api.post(path(id) + "/test", null);
    }

    private static String path(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' is not an id of a subscription");
        }
        return WEBHOOKS + "/" + id;
    }
}
