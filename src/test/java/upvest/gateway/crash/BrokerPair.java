package upvest.gateway.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A primary broker and its backup, set up as the documentation says. The primary is the one that is killed. */
final class BrokerPair implements Broker {
    /** Settings of a primary that is replicated, and of its replica. */
    static final String OF_THE_PRIMARY = "HAPolicyConfiguration.checkForActiveServer=true";

    static final String OF_THE_BACKUP = "HAPolicyConfiguration.allowFailBack=true";

    private final BrokerProcess primary;
    private final BrokerProcess backup;

    /** How the backup has what the primary had. */
    enum Store {
        SHARED,
        REPLICATED
    }

    BrokerPair(Path folder, Store store) throws IOException, InterruptedException {
        Files.createDirectory(folder);
        int port = BrokerProcess.freePort();
        int other = BrokerProcess.freePort();
        primary = new BrokerProcess(folder.resolve("primary"), port, options(folder, store, other));
        List<String> standby = options(folder, store, port);
        standby.add("--backup");
        backup = new BrokerProcess(folder.resolve("backup"), other, standby);
        if (store == Store.REPLICATED) {
            primary.set(OF_THE_PRIMARY);
            backup.set(OF_THE_BACKUP);
        }
        primary.start();
        primary.awaitReady(); // the first that starts is the one that has everything
        backup.start();
    }

    private static List<String> options(Path folder, Store store, int other) {
        List<String> options = new ArrayList<>(List.of(
                "--clustered",
                "--cluster-user=cluster",
                "--cluster-password=secret",
                "--static-cluster=tcp://127.0.0.1:" + other));
        options.addAll(
                store == Store.SHARED
                        ? List.of("--shared-store", "--failover-on-shutdown", "--data=" + folder.resolve("shared"))
                        : List.of("--replicated"));
        return options;
    }

    @Override
    public boolean hasBackup() {
        return true;
    }

    @Override
    public void awaitReady() {
        primary.awaitReady();
    }

    /** A replica that is told to follow again may end by itself; it is started again, as by whatever supervises it. */
    @Override
    public void awaitWhole() throws IOException {
        while (!backup.standsBy()) {
            backup.start();
        }
    }

    @Override
    public void kill() throws InterruptedException {
        primary.kill();
    }

    @Override
    public void start() throws IOException {
        primary.start();
    }

    @Override
    public void end() throws InterruptedException {
        primary.end();
        backup.end();
    }

    @Override
    public String url() {
        return "(" + primary.url() + "," + backup.url() + ")" + System.getProperty("failover.options", "");
    }

    @Override
    public String clientUrl() {
        return "(" + primary.url() + "," + backup.url() + ")?ha=true&reconnectAttempts=-1&user=upvest&password=secret";
    }

    @Override
    public String tail() {
        return primary.tail() + "\n" + backup.tail();
    }
}
