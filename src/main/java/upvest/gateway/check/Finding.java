package upvest.gateway.check;

import java.nio.file.Path;

/**
 * One thing that is wrong.
 *
 * @param file path from the checked folder
 * @param line counted from 1
 * @param what what is wrong
 * @param instead what to write instead, a clause that begins with a verb
 */
public record Finding(Path file, int line, Rule rule, String what, String instead) {

    /** As a compiler says it: {@code routes/domains/orders.camel.yaml:12: what; instead [rule]}. */
    @Override
    public String toString() {
        return file.toString().replace('\\', '/') + ":" + line + ": " + what + "; " + instead + " [" + rule + "]";
    }
}
