/** The record of what operators did. */
@NullMarked
package upvest.gateway.audit;

import org.jspecify.annotations.NullMarked;
