/** What operators see: health, counters, the summary at the start. */
@NullMarked
package upvest.gateway.operations;

import org.jspecify.annotations.NullMarked;
