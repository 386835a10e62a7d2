/** Which routes are running, and how a changed file takes their place without a restart. */
@NullMarked
package upvest.gateway.live;

import org.jspecify.annotations.NullMarked;
