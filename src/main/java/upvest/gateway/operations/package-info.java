/** What operators see and do: status, logins and the audit; replay, purge, erase and pauses. */
@NullMarked
package upvest.gateway.operations;

import org.jspecify.annotations.NullMarked;
