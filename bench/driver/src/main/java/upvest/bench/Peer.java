package upvest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Something that does the gateway's job, or a part of it. */
interface Peer {

    String name();

    /** Whether its deliveries must be signed. */
    default boolean signed() {
        return false;
    }

    /** Whether it reads its outboxes itself. */
    default boolean ownsOutboxes() {
        return false;
    }

    /** Whether there are queues behind it. */
    default boolean hasBroker() {
        return true;
    }

    /** Whether deliveries are posted to it; else it is told what to send. */
    default boolean takesDeliveries() {
        return true;
    }

    /** What this machine lacks to run it; null when nothing. */
    default String missing() {
        return null;
    }

    /** Builds what its start needs. */
    default void prepare() throws IOException, InterruptedException {}

    /** Starts its processes, the server last. */
    List<ServerProcess> start(Ports ports, Path data, StartOptions options) throws Exception;

    /** Ports on loopback that nobody used a moment ago. */
    record Ports(int http, int broker, int management) {}

    /**
     * How to start.
     *
     * @param java home of the JDK; null for the one in use
     * @param jvm flags instead of the shipped ones; null for those
     * @param arguments for the gateway, such as {@code --upvest.ledger.url=...}
     */
    record StartOptions(Path java, List<String> jvm, List<String> arguments, Map<String, String> environment) {
        static final StartOptions DEFAULT = new StartOptions(null, null, List.of(), Map.of());

        StartOptions withJvm(List<String> flags) {
            return new StartOptions(java, flags, arguments, environment);
        }

        StartOptions withArguments(List<String> more) {
            return new StartOptions(java, jvm, more, environment);
        }

        StartOptions withJava(Path home) {
            return new StartOptions(home, jvm, arguments, environment);
        }

        String javaCommand() {
            Path home = java == null ? Path.of(System.getProperty("java.home")) : java;
            return home.resolve("bin/java").toString();
        }
    }
}
