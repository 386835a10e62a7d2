/** What operators do with kept messages: replay, purge, erase; and pauses. */
@NullMarked
package upvest.gateway.repair;

import org.jspecify.annotations.NullMarked;
