package upvest.gateway;

import java.io.ObjectInputFilter;

/**
 * Java objects in bytes from outside: nothing here needs one, and reading one may run code of any class on the class
 * path.
 */
public final class JavaObjects {
    private JavaObjects() {}

    /** Lets this process read none, whoever asks; a filter that was set on the command line, jdk.serialFilter, stays. */
    public static void refuse() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
        }
    }
}
