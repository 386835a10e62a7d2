package upvest.gateway.howto;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A change as a page shows it: lines that stay, that go ({@code -}) and that come ({@code +}), without line numbers. What
 * stays and what goes must stand in the file at exactly one place. A line {@code @@} begins a change at another place.
 */
final class Edit {

    private Edit() {}

    static List<String> apply(List<String> change, List<String> file) {
        List<String> changed = file;
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        List<String> all = new ArrayList<>(change);
        all.add("@@");
        for (String line : all) {
            if (line.equals("@@")) {
                changed = replace(before, after, changed);
                before.clear();
                after.clear();
                continue;
            }
            String text = line.isEmpty() ? "" : line.substring(1);
            if (!line.startsWith("+")) {
                before.add(text);
            }
            if (!line.startsWith("-")) {
                after.add(text);
            }
        }
        return changed;
    }

    private static List<String> replace(List<String> before, List<String> after, List<String> file) {
        int at = Collections.indexOfSubList(file, before);
        if (before.isEmpty() || at < 0) {
            throw new AssertionError("the file has no such lines:\n" + String.join("\n", before));
        }
        if (at != Collections.lastIndexOfSubList(file, before)) {
            throw new AssertionError("the file has these lines more than once:\n" + String.join("\n", before));
        }
        List<String> changed = new ArrayList<>(file.subList(0, at));
        changed.addAll(after);
        changed.addAll(file.subList(at + before.size(), file.size()));
        return changed;
    }
}
