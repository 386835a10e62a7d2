/** bin/gateway: what people type. */
@NullMarked
package upvest.gateway.cli;

import org.jspecify.annotations.NullMarked;
