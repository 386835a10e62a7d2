/** The gateway's start, its settings and what it says of itself. */
@NullMarked
package upvest.gateway;

import org.jspecify.annotations.NullMarked;
