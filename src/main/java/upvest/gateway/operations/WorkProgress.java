package upvest.gateway.operations;

import java.util.Map;

/**
 * How far long work is.
 *
 * @param run the how-manieth since the start of the gateway; 0 when there was none yet
 * @param begun by whom, and when
 * @param looked messages that were looked at
 * @param done how many are done, and so failed and remaining
 * @param report what was found, what would be done or was done
 */
public record WorkProgress(
        int run,
        String begun,
        boolean running,
        int looked,
        int done,
        int failed,
        int remaining,
        Map<String, Object> report) {}
