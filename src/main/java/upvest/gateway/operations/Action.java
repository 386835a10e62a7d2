package upvest.gateway.operations;

import java.util.List;

/**
 * Something an operator wants done.
 *
 * @param who as they called themselves
 * @param what such as {@code replay dead}
 * @param arguments the rest of what they said; no object ids
 * @param dryRun whether it only told what it would do
 */
public record Action(String who, String what, String arguments, boolean dryRun) {
    private static final int LONGEST = 1000;
    private static final int LONGEST_NAME = 100;

    public Action {
        if (who.isBlank()) {
            throw new IllegalArgumentException("say who you are: it goes into the audit");
        }
        who = cut(who, LONGEST_NAME);
        what = cut(what, LONGEST_NAME);
        arguments = cut(arguments, LONGEST);
    }

    /** One text of several, without those that are empty. */
    public static String joined(List<String> arguments) {
        return String.join(
                " ", arguments.stream().filter(argument -> !argument.isBlank()).toList());
    }

    /** In one line, no longer than a column. */
    static String cut(String text, int longest) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > longest ? line.substring(0, longest - 3) + "..." : line;
    }
}
