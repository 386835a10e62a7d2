package upvest.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How deliveries come.
 *
 * @param name {@code <connections>x<events>}
 * @param connections kept alive, one request in flight on each
 * @param events in each delivery
 */
record Scenario(String name, int connections, int events) {
    private static final Pattern NAME = Pattern.compile("(\\d+)x(\\d+)");

    static Scenario of(String name) {
        Matcher numbers = NAME.matcher(name);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("no scenario " + name + ": give <connections>x<events>, such as 8x100");
        }
        return new Scenario(name, Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }

    static boolean isOne(String name) {
        return NAME.matcher(name).matches();
    }
}
