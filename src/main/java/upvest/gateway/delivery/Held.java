package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;

/** A message that waits for its event to be granted. */
record Held(Queue destination, Message message, int mode, int priority, long timeToLive) {

    String queueName() throws JMSException {
        return destination.getQueueName();
    }
}
