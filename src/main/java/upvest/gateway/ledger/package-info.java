/** The Idempotent Receiver's memory: every event ever accepted. */
@NullMarked
package upvest.gateway.ledger;

import org.jspecify.annotations.NullMarked;
