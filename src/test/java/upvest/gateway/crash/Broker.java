package upvest.gateway.crash;

import java.io.IOException;
import java.nio.file.Path;

/** What gateways send to and consumers read from, in processes of its own. */
interface Broker {
    /** Starts one whose files are in this folder. */
    @FunctionalInterface
    interface Maker {
        Broker in(Path folder) throws Exception;
    }

    /** Whether another one serves while it is dead. */
    boolean hasBackup();

    /** It serves. */
    void awaitReady();

    /** Its backup, if there is one, has everything that it has. */
    void awaitWhole() throws IOException;

    void kill() throws InterruptedException;

    void start() throws IOException;

    void end() throws InterruptedException;

    /** For the setting of a gateway. */
    String url();

    /** The address for a client that logs in. */
    String clientUrl();

    String tail();
}
