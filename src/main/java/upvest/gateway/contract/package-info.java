/** JSON Schema validation: which contract is in force and what an event broke. */
@NullMarked
package upvest.gateway.contract;

import org.jspecify.annotations.NullMarked;
