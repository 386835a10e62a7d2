/** Who may log in at the management port, and what for. */
@NullMarked
package upvest.gateway.access;

import org.jspecify.annotations.NullMarked;
