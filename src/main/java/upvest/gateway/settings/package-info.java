/** What was set, from wherever it came: whether each setting exists and has a value that makes sense. */
@NullMarked
package upvest.gateway.settings;

import org.jspecify.annotations.NullMarked;
