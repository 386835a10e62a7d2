package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.upvestapi.ApiFailure;
import upvest.gateway.upvestapi.Relay;
import upvest.gateway.upvestapi.UpvestApi;

/** {@code gateway upvest relay}. */
@Command(
        name = "relay",
        description = {
            "Brings real events of the sandbox to a gateway without a public address, until it is interrupted.",
            "",
            "It registers an endpoint with the relay of Upvest's own tool, subscribes to it, fetches what arrives and posts"
                    + " it to the gateway, byte for byte with its headers. At the end, also after Ctrl-C, it deletes both."
                    + " Upvest signs the path of the relay's address, so the gateway must have it as upvest.path: it says"
                    + " how to start one.",
            "",
            "What the gateway does not answer with 200 is posted again after 1, 2, 3, 5, 8 ... 30 s, and all that follows waits,"
                    + " as with Upvest. Upvest itself has the relay's answer and sends nothing again: what was not passed on"
                    + " at the end is lost. A kill -9 leaves both behind: \"gateway upvest delete\" removes the"
                    + " subscription."
        },
        exitCodeList = {
            "0:the number of requests given by --count was passed on",
            "2:invalid command line, a setting is missing, or this is not the sandbox",
            "3:Upvest cannot be reached, or refuses",
            "130:it was interrupted"
        })
final class RelayCommand extends ApiCommand {
    private static final int PACKAGE = 512 * 1024;
    private static final int[] PAUSES = {1, 2, 3, 5, 8, 13, 21, 30};

    @Option(
            names = "--to",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The gateway; default: ${DEFAULT-VALUE}. Without a path it gets the relay's.")
    private URI to = URI.create("");

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "ALL",
            description = "ALL, a category such as ORDER, or a type such as ORDER.NEW; may be repeated; default: ALL.")
    private List<String> types = List.of();

    @Option(names = "--count", paramLabel = "N", description = "End after N requests; default: when interrupted.")
    private @Nullable Integer count;

    /** Fetched from the relay and not yet answered 200 by the gateway. */
    private final AtomicInteger fetched = new AtomicInteger();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Relay relay = new Relay(api(UpvestApi.ADMIN), this::say);
        Thread atTheEnd = new Thread(() -> end(relay), "relay-clean-up");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            PassOn gateway = new PassOn(to, relay.open(types, PACKAGE));
            tell(relay, gateway);
            pass(relay, gateway);
        } finally {
            end(relay);
            forget(atTheEnd);
        }
        return 0;
    }

    private void tell(Relay relay, PassOn gateway) {
        say("relay         " + relay.url());
        say("subscription  " + relay.subscription() + ", enabled, " + String.join(",", types));
        say("gateway       " + gateway.target());
        say("start one with  bin/gateway run --spring.profiles.active=quick-start --upvest.contract=live"
                + " --upvest.signature.jwks=upvest --upvest.path="
                + gateway.target().getRawPath());
    }

    private void pass(Relay relay, PassOn gateway) throws ApiFailure, InterruptedException {
        int passed = 0;
        int failures = 0;
        while (!relay.closed() && (count == null || passed < count)) {
            try {
                List<Relay.Relayed> requests = relay.poll();
                fetched.set(requests.size());
                for (Relay.Relayed request : requests) {
                    deliver(gateway, request);
                    fetched.decrementAndGet();
                    passed++;
                }
                failures = 0;
            } catch (ApiFailure e) {
                if (relay.closed()) {
                    return; // the poll's endpoint is gone
                }
                if (!e.passing()) {
                    throw e;
                }
                int pause = PAUSES[Math.min(failures++, PAUSES.length - 1)];
                say(e.getMessage() + "; again in " + pause + " s");
                TimeUnit.SECONDS.sleep(pause);
            }
        }
        say(passed + (passed == 1 ? " request" : " requests") + " passed on");
    }

    private void end(Relay relay) {
        int lost = fetched.getAndSet(0);
        if (lost > 0) {
            say("LOST: " + lost + " fetched and not passed on; Upvest has the relay's answer and sends them no more");
        }
        relay.close();
    }

    private void deliver(PassOn gateway, Relay.Relayed request) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            PassOn.Answer answer = gateway.post(request);
            String told = request.body().length + " bytes  " + answer.told();
            if (answer.status() == 200) {
                say(told);
                return;
            }
            int pause = PAUSES[Math.min(attempt, PAUSES.length - 1)];
            say(told + "; again in " + pause + " s, what follows waits");
            TimeUnit.SECONDS.sleep(pause);
        }
    }

    private static void forget(Thread atTheEnd) {
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            return; // it is the end: the hook is at work
        }
    }

    private void say(String line) {
        PrintWriter out = out();
        out.println(line);
        out.flush();
    }
}
