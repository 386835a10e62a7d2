/** Upvest's own API: requests to it are signed, and bear a token. */
@NullMarked
package upvest.gateway.upvestapi;

import org.jspecify.annotations.NullMarked;
