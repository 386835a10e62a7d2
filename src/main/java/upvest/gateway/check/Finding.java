package upvest.gateway.check;

import java.nio.file.Path;

/**
 * One thing that is wrong.
 *
 * @param file path from the checked folder
 * @param line counted from 1
 * @param severity how much it matters
 * @param what what is wrong
 * @param instead what to write instead, a clause that begins with a verb
 */
public record Finding(Path file, int line, Rule rule, Severity severity, String what, String instead) {
    Finding(Path file, int line, Rule rule, String what, String instead) {
        this(file, line, rule, rule.severity(), what, instead);
    }

    /** Whether it keeps the files from being applied. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The same, and only a warning. */
    Finding warning() {
        return new Finding(file, line, rule, Severity.WARNING, what, instead);
    }

    /** The path, with slashes. */
    public String place() {
        return file.toString().replace('\\', '/');
    }

    /**
     * As a compiler says it: {@code routes/domains/orders.camel.yaml:12: what; instead [rule]}, and before what the severity
     * unless it is an error.
     */
    @Override
    public String toString() {
        return place() + ":" + line + ": " + (isError() ? "" : severity + ": ") + what + "; " + instead + " [" + rule
                + "]";
    }
}
