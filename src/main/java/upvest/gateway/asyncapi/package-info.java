/** The consumers' contract: an AsyncAPI document made of what the routes really send, and the page made of it. */
@NullMarked
package upvest.gateway.asyncapi;

import org.jspecify.annotations.NullMarked;
