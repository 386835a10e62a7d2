package upvest.gateway.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.check.Copy;
import upvest.gateway.live.RouteFiles;

/** What people do to the files of a gateway that runs, in turn; every event still goes to the queue it went to. */
final class Edits {
    private static final String ORDERS = "routes/domains/orders.camel.yaml";
    private static final String BY_DOMAIN = "routes/domains/by-domain.camel.yaml";
    private static final String SINK = "kamelets/queue-sink.kamelet.yaml";
    private static final String FILES = "routes/channels/files.camel.yaml";
    private static final String AUDIT =
            """
                    - to:
                        uri: kamelet:queue-sink
                        parameters:
                          channel: audit
            """;
    private static final String STEP =
            """
                    - removeHeader:
                        name: Nonsense
            """;
    private static final String NO_SOURCE =
            """
            - route:
                id: broken
                description: Channel Adapter - reads a folder that is not there
                from:
                  uri: file:/nowhere/at/all
                  parameters:
                    autoCreate: false
                    startingDirectoryMustExist: true
                  steps:
                    - to:
                        uri: direct
                        parameters:
                          name: dead
            """;

    private final Copy copy;
    private final List<Edit> edits;
    private RouteFiles before;
    private int turn;

    /** @param says what the answer must tell; that nothing was applied, for those that must not be */
    record Edit(String name, boolean applies, String says, Pen pen) {}

    /** Changes the files. */
    @FunctionalInterface
    interface Pen {
        void write() throws IOException;
    }

    Edits(Path home) throws IOException {
        copy = Copy.in(home).edit("config/application.yaml", "    - files\n", "    - files\n    - audit\n");
        FileSystemUtils.deleteRecursively(home.resolve("routes/cases")); // they say that there is no second queue
        before = RouteFiles.read(home);
        edits = List.of(
                good(
                        "a second queue",
                        "ORDER.NEW  orders -> orders, audit",
                        () -> copy.write(ORDERS, read(ORDERS) + AUDIT)),
                bad("half a file", ORDERS, () -> copy.write(ORDERS, half(read(ORDERS)))),
                good("one queue", "ORDER.NEW  orders, audit -> orders", () -> copy.edit(ORDERS, AUDIT, "")),
                bad("a deleted file", "there is no route orders", () -> delete(ORDERS)),
                good("another name", "new      routes/domains/trades", () -> rename("orders", "trades")),
                bad(
                        "no source",
                        "not applied, the routes from before",
                        () -> copy.write("routes/channels/broken.camel.yaml", NO_SOURCE)),
                good("the old name", "deleted  routes/domains/trades", () -> rename("trades", "orders")),
                good("a new domain", "new      routes/domains/groups", this::addDomain),
                bad("no YAML", ORDERS, () -> copy.write(ORDERS, "- route: [")),
                good("a kamelet", "changed  " + SINK, () -> copy.edit(SINK, "      steps:\n", "      steps:\n" + STEP)),
                good("no new domain", "deleted  routes/domains/groups", this::removeDomain),
                bad(
                        "the trunk",
                        "belongs to the trunk",
                        () -> copy.edit("routes/40-set-aside.camel.yaml", "a valid event", "one valid event")),
                good("an outbox", "changed  " + FILES, () -> copy.edit(FILES, "Adapter - each", "Adapter - every")),
                good("all at once", "changed  " + FILES, this::undoAll));
    }

    private static Edit good(String name, String says, Pen pen) {
        return new Edit(name, true, says, pen);
    }

    private static Edit bad(String name, String says, Pen pen) {
        return new Edit(name, false, says, pen);
    }

    /** After so many it begins anew. */
    int count() {
        return edits.size();
    }

    /** Makes the next edit. */
    Edit next() throws IOException {
        before = RouteFiles.read(copy.home());
        Edit edit = edits.get(turn++ % edits.size());
        edit.pen().write();
        return edit;
    }

    /** Makes the last edit undone. */
    void undo() throws IOException {
        restore(before);
    }

    private void undoAll() throws IOException {
        restore(RouteFiles.read(Path.of("")));
    }

    private void restore(RouteFiles files) throws IOException {
        for (String folder : List.of("routes", "kamelets")) {
            FileSystemUtils.deleteRecursively(copy.home().resolve(folder));
        }
        for (var file : files.texts().entrySet()) {
            copy.write(file.getKey(), file.getValue());
        }
    }

    private void rename(String from, String to) throws IOException {
        String file = "routes/domains/" + from + ".camel.yaml";
        copy.write(
                "routes/domains/" + to + ".camel.yaml",
                read(file).replace("id: " + from, "id: " + to).replace("name: " + from, "name: " + to));
        delete(file);
        copy.edit(BY_DOMAIN, "name: " + from, "name: " + to);
    }

    private void addDomain() throws IOException {
        String accounts = read("routes/domains/accounts.camel.yaml");
        copy.write(
                "routes/domains/groups.camel.yaml",
                accounts.replace("id: accounts", "id: groups").replace("name: accounts", "name: groups"));
        String choice = read(BY_DOMAIN);
        String when = choice.substring(
                choice.indexOf("              - expression"),
                choice.indexOf("              - expression", choice.indexOf("              - expression") + 1));
        copy.write(
                BY_DOMAIN,
                choice.replace("'ACCOUNT,ACCOUNT_GROUP'", "'ACCOUNT'")
                        .replace(
                                when,
                                when
                                        + when.replaceFirst("'USER,[^']*'", "'ACCOUNT_GROUP'")
                                                .replace("name: users", "name: groups")));
    }

    private void removeDomain() throws IOException {
        delete("routes/domains/groups.camel.yaml");
        copy.write(BY_DOMAIN, Files.readString(Path.of(BY_DOMAIN)));
    }

    private void delete(String file) throws IOException {
        Files.delete(copy.home().resolve(file));
    }

    private String read(String file) throws IOException {
        return Files.readString(copy.home().resolve(file));
    }

    private static String half(String text) {
        return text.substring(0, text.length() / 2);
    }
}
