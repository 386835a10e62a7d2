/** Mails and files: what each outbox is doing, when it tries again, and operations' digest of what failed. */
@NullMarked
package upvest.gateway.outboxes;

import org.jspecify.annotations.NullMarked;
