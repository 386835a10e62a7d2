package upvest.gateway.operations;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.Drift;

/** What somebody may have misspelt who finds nothing, and what there is. */
@Component
final class Suggestion {
    /** Those that the contract lists. */
    private final Set<String> types;
    /** Those that are declared. */
    private final List<String> channels;

    Suggestion(Drift drift, GatewayProperties properties) {
        this.types = drift.types();
        this.channels = properties.channels();
    }

    /** In words; null when nothing seems to be misspelt. */
    @Nullable
    String of(@Nullable String type, @Nullable String channel) {
        if (channel != null && !channels.contains(Queues.channel(channel))) {
            return "there is no channel " + channel + ", there are " + String.join(", ", channels);
        }
        if (type == null || types.isEmpty() || types.contains(type)) {
            return null;
        }
        String category = category(type).toUpperCase(Locale.ROOT);
        List<String> near = types.stream()
                .filter(known -> category(known).equals(category))
                .sorted()
                .toList();
        List<String> there = near.isEmpty()
                ? types.stream().map(Suggestion::category).distinct().sorted().toList()
                : near;
        return "the contract lists no type " + type + ", there are " + String.join(", ", there);
    }

    private static String category(String type) {
        return type.split("\\.", 2)[0];
    }
}
