/** Recent deliveries, kept to try changed routes with. */
@NullMarked
package upvest.gateway.recording;

import org.jspecify.annotations.NullMarked;
