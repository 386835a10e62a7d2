package upvest.gateway.howto;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Output as a page shows it: {@code ...} stands for any text in a line, alone on a line for any lines. */
final class Shown {
    private final Pattern pattern;

    Shown(List<String> lines) {
        pattern = Pattern.compile(lines.stream()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .map(line -> line.strip().equals("...") ? "(?:.*\n)*" : line(line) + "\n")
                .collect(Collectors.joining()));
    }

    private static String line(String line) {
        return Arrays.stream(line.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    /**
     * Whether this is what was printed; empty lines and blanks at the ends of lines do not count, nor what {@code send}
     * tells while it takes long.
     */
    boolean fits(String printed) {
        return pattern.matcher(printed.lines()
                        .map(String::stripTrailing)
                        .filter(line -> !line.isEmpty() && !line.matches("\\S+  \\d+ of \\d+ sent, .*"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()))
                .matches();
    }
}
