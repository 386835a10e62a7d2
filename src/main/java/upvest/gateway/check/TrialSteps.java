package upvest.gateway.check;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Which steps the events of a trial take, and in which one they fail. Kamelets count as the step that calls them. */
final class TrialSteps implements InterceptStrategy {
    private final Path home;
    private final Set<Step> taken = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Step last;
    private volatile @Nullable Step failed;

    /**
     * A step in a file.
     *
     * @param file path from the checked folder
     * @param name its kind, such as {@code setHeader}
     */
    record Step(Path file, int line, String name) {
        boolean isDomain() {
            return file.startsWith(Path.of("routes", "domains"));
        }
    }

    TrialSteps(Path home) {
        this.home = home;
    }

    /** The next event comes. */
    void begin() {
        last = null;
        failed = null;
    }

    /** Where the last event failed, or was when it was ended; null when it did not. */
    @Nullable
    Step failed() {
        return failed;
    }

    /** The step that was entered last. */
    @Nullable
    Step last() {
        return last;
    }

    Set<Step> taken() {
        return taken;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode node, Processor target, @Nullable Processor next) {
        Step step = of(node);
        return step == null ? target : new Noting(target, step);
    }

    /** Where a definition stands; null for what stands in no file of the routes. */
    @Nullable
    Step of(NamedNode node) {
        String location = node.getLocation();
        if (location == null || node.getLineNumber() < 1 || node instanceof RouteDefinition) {
            return null;
        }
        Path file = StepFile.of(home, location);
        return file.startsWith("routes") ? new Step(file, node.getLineNumber(), node.getShortName()) : null;
    }

    private final class Noting extends DelegateAsyncProcessor {
        private final Step step;

        Noting(Processor target, Step step) {
            super(target);
            this.step = step;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            taken.add(step);
            last = step;
            if (Thread.currentThread().isInterrupted()) { // its time is over, and nothing in it has noticed
                exchange.setException(new InterruptedException());
                failed = failed == null ? step : failed;
                callback.done(true);
                return true;
            }
            return super.process(exchange, done -> {
                if (exchange.getException() != null && failed == null) {
                    failed = step;
                }
                callback.done(done);
            });
        }
    }
}
