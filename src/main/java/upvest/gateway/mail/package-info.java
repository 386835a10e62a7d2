/** Operations' mail: a digest of what failed. */
@NullMarked
package upvest.gateway.mail;

import org.jspecify.annotations.NullMarked;
