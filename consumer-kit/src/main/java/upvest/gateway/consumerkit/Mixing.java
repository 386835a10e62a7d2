package upvest.gateway.consumerkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** In which order events come, and which of them again. */
final class Mixing {
    private Mixing() {}

    /** Copies about a quarter of them, one at least, to a later place. */
    static void duplicate(List<Draft> drafts, Random random) {
        for (int copies = (drafts.size() + 3) / 4; copies > 0; copies--) {
            int original = random.nextInt(drafts.size());
            int place = original + 1 + random.nextInt(drafts.size() - original);
            drafts.add(place, drafts.get(original).again());
        }
    }

    /** Draws which object comes next; each object's own stay in line. */
    static List<Draft> reorder(List<Draft> drafts, Random random) {
        Map<String, Deque<Draft>> lines = new LinkedHashMap<>();
        drafts.forEach(draft ->
                lines.computeIfAbsent(draft.line(), any -> new ArrayDeque<>()).add(draft));
        List<Deque<Draft>> open = new ArrayList<>(lines.values());
        List<Draft> reordered = new ArrayList<>(drafts.size());
        while (!open.isEmpty()) {
            Deque<Draft> line = open.get(random.nextInt(open.size()));
            reordered.add(line.remove());
            if (line.isEmpty()) {
                open.remove(line);
            }
        }
        return reordered;
    }
}
