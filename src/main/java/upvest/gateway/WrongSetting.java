package upvest.gateway;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A setting, also one of the broker, with which nothing works. Its message names the setting and says what to write. */
public final class WrongSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public WrongSetting(String message) {
        super(message);
    }

    public WrongSetting(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Two gateways on one {@code upvest.data}: whichever store notices it first says so. */
    public static WrongSetting folderInUse(Path data, @Nullable Throwable cause) {
        return new WrongSetting("upvest.data: another gateway uses the folder " + data, cause);
    }

    /** Shows the message alone at the end of a failed start, instead of a stack trace. */
    static final class Analyzer extends AbstractFailureAnalyzer<WrongSetting> {
        @Override
        protected FailureAnalysis analyze(Throwable failure, WrongSetting setting) {
            return new FailureAnalysis(
                    String.valueOf(setting.getMessage()),
                    "Every setting is explained in config/application.yaml.",
                    setting);
        }
    }
}
