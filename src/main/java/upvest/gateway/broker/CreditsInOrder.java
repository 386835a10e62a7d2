package upvest.gateway.broker;

import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Lets a connection tell the broker how much more it takes in the order of everything else that it says. The client's
 * default is another thread: then the question whether there is more can overtake the room for more, the broker answers
 * no, and a browse of a queue of more than 1 MB ends somewhere in its middle, without a word.
 */
public final class CreditsInOrder {
    private CreditsInOrder() {}

    /**
     * Changes a factory that has made no connection yet. It holds for connections that one thread uses.
     *
     * @throws IllegalStateException when it is too late
     */
    public static ActiveMQConnectionFactory in(ActiveMQConnectionFactory factory) {
        boolean changed = factory.getServerLocator()
                .setThreadPools(
                        ActiveMQClient.getGlobalThreadPool(),
                        ActiveMQClient.getGlobalScheduledThreadPool(),
                        Runnable::run);
        if (!changed) {
            throw new IllegalStateException("the factory has made connections already");
        }
        return factory;
    }
}
