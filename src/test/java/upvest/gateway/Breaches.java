package upvest.gateway;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Collects what breaks a rule, so that a test tells all of it at once. */
final class Breaches implements AfterEachCallback {
    private final List<String> found = new ArrayList<>();

    /** @param instead what stands there and what to write instead */
    void unless(boolean kept, RouteFile file, String instead) {
        if (!kept) {
            found.add(file.place() + ": " + instead);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (!found.isEmpty()) {
            Assertions.fail(String.join("\n", found));
        }
    }
}
