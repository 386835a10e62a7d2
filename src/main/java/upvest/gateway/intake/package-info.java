/** HTTP: what is let in, how much of it at once, and what is answered. */
@NullMarked
package upvest.gateway.intake;

import org.jspecify.annotations.NullMarked;
