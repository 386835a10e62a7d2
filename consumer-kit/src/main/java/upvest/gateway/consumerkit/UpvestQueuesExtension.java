package upvest.gateway.consumerkit;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives {@link UpvestQueues} to the constructor, the methods and the tests of a class that is annotated with
 * {@code @ExtendWith(UpvestQueuesExtension.class)}: one broker for the class, empty before each test.
 */
public final class UpvestQueuesExtension implements ParameterResolver, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(UpvestQueuesExtension.class);

    private record Held(UpvestQueues queues) implements CloseableResource {
        @Override
        public void close() {
            queues.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == UpvestQueues.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return queues(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        queues(context).clear();
    }

    private static UpvestQueues queues(ExtensionContext context) {
        ExtensionContext ofClass = context.getParent()
                .filter(parent -> parent.getTestClass().isPresent())
                .orElse(context);
        return ofClass.getStore(NAMESPACE)
                .getOrComputeIfAbsent("queues", key -> new Held(UpvestQueues.start()), Held.class)
                .queues();
    }
}
