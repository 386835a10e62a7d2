/** HTTP: what is let in, who has signed it, how much of it at once, and what is answered. */
@NullMarked
package upvest.gateway.intake;

import org.jspecify.annotations.NullMarked;
