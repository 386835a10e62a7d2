package upvest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
     * @param jvm flags instead of the shipped ones; null for those
     * @param arguments for the gateway, such as {@code --upvest.ledger.url=...}
     */
    record StartOptions(List<String> jvm, List<String> arguments) {
        static final StartOptions DEFAULT = new StartOptions(null, List.of());

        StartOptions withJvm(List<String> flags) {
            return new StartOptions(flags, arguments);
        }

        StartOptions withArguments(List<String> more) {
            return new StartOptions(jvm, more);
        }
    }
}
