/** One delivery: held against its contract, cut into its events, carried through one transaction. */
@NullMarked
package upvest.gateway.delivery;

import org.jspecify.annotations.NullMarked;
