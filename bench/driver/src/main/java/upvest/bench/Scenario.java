package upvest.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How deliveries come.
 *
 * @param name {@code <connections>x<events>}, or the same and {@code -half}
 * @param connections kept alive, one request in flight on each
 * @param events in each delivery
 * @param half at half of the rate that the peer has shown, evenly; else each as soon as a connection is free
 */
record Scenario(String name, int connections, int events, boolean half) {
    private static final Pattern NAME = Pattern.compile("(\\d+)x(\\d+)(-half)?");

    static Scenario of(String name) {
        Matcher numbers = NAME.matcher(name);
        if (!numbers.matches()) {
            throw new IllegalArgumentException(
                    "no scenario " + name + ": give <connections>x<events>, such as 8x100, or 8x100-half");
        }
        return new Scenario(
                name, Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), numbers.group(3) != null);
    }
}
