package upvest.gateway.check;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
    /** The gateway would do something else than is meant, or would not start: nothing is applied. */
    ERROR,
    /** Probably not what is meant. */
    WARNING,
    /** Works, and is hard to read. */
    STYLE;

    /** As it is written in reports: {@code warning}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
