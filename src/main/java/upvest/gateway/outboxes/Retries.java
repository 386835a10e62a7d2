package upvest.gateway.outboxes;

import java.time.Duration;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * How a route tries again what has failed, as its first {@code onException} with a redelivery policy says.
 *
 * @param most attempts after the first; 0 where the route does not try again by itself
 * @param first pause before the second attempt
 * @param growth each pause is so many times as long as the one before
 * @param longest pause
 */
record Retries(int most, Duration first, double growth, Duration longest) {
    private static final Retries NONE = new Retries(0, Duration.ZERO, 1, Duration.ZERO);

    static Retries of(CamelContext camel, RouteDefinition route) {
        return route.getOutputs().stream()
                .filter(OnExceptionDefinition.class::isInstance)
                .map(output -> ((OnExceptionDefinition) output).getRedeliveryPolicyType())
                .filter(Objects::nonNull)
                .findFirst()
                .map(policy -> of(camel, policy))
                .orElse(NONE);
    }

    /** Camel's own defaults where a value is not given. */
    private static Retries of(CamelContext camel, RedeliveryPolicyDefinition policy) {
        boolean grows = Boolean.parseBoolean(text(camel, policy.getUseExponentialBackOff(), "false"));
        return new Retries(
                Integer.parseInt(text(camel, policy.getMaximumRedeliveries(), "0")),
                time(camel, policy.getRedeliveryDelay(), "1000"),
                grows ? Double.parseDouble(text(camel, policy.getBackOffMultiplier(), "2")) : 1,
                time(camel, policy.getMaximumRedeliveryDelay(), "60000"));
    }

    private static Duration time(CamelContext camel, @Nullable String given, String usual) {
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text(camel, given, usual)));
    }

    private static String text(CamelContext camel, @Nullable String given, String usual) {
        return given == null ? usual : camel.resolvePropertyPlaceholders(given);
    }

    /**
     * The pause after a failed attempt.
     *
     * @param attempt counted from 1
     * @return null when it was the last one
     */
    @Nullable
    Duration after(int attempt) {
        if (most >= 0 && attempt > most) { // a negative number: for ever
            return null;
        }
        Duration pause = Duration.ofMillis((long) (first.toMillis() * Math.pow(growth, attempt - 1.0)));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
