/** What can be said about routes without a running gateway: their form, what they name, and where they send each event. */
@NullMarked
package upvest.gateway.check;

import org.jspecify.annotations.NullMarked;
