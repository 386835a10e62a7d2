/** HTTP Message Signatures as Upvest writes them: who may deliver. */
@NullMarked
package upvest.gateway.signature;

import org.jspecify.annotations.NullMarked;
