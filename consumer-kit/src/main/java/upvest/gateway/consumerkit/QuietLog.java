package upvest.gateway.consumerkit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker writes a line for each message and each look at a queue to the loggers below {@code org.apache.activemq.audit},
 * which is of no use in a test. Logback, Spring Boot's choice, is told to leave them out; again before each use, because a
 * Spring application that starts sets up logging anew. Others have their own configuration.
 */
final class QuietLog {
    private QuietLog() {}

    static void keep() {
        Logger audit = LoggerFactory.getLogger("org.apache.activemq.audit");
        try {
            Class<?> level = Class.forName("ch.qos.logback.classic.Level");
            audit.getClass()
                    .getMethod("setLevel", level)
                    .invoke(audit, level.getField("WARN").get(null));
        } catch (ReflectiveOperationException e) {
            return; // not Logback
        }
    }
}
