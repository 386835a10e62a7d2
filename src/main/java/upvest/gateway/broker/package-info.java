/** ActiveMQ Artemis: embedded or remote, and the transaction on it. */
@NullMarked
package upvest.gateway.broker;

import org.jspecify.annotations.NullMarked;
