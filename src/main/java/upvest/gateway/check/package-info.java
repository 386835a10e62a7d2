/** What can be said about routes without a running gateway: their form, where they send each event, and the contract of those who consume it. */
@NullMarked
package upvest.gateway.check;

import org.jspecify.annotations.NullMarked;
