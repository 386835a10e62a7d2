package upvest.gateway.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.support.PatternHelper;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.check.RouteFile.Endpoint;
import upvest.gateway.check.YamlFile.Place;

/** Routes that read a queue: one that is theirs, in a transaction that ends with the message, and again when it fails. */
final class OutboxFindings {
    private static final Set<String> SERVICE = ServiceChannel.names();
    /** Steps that keep messages in memory, or go on without the transaction. */
    private static final List<String> STEPS = List.of("aggregate", "resequence", "threads", "wireTap", "sampling");

    private static final String CONFIGURATION = "routeConfigurationId";

    private final Checkout checkout;
    private final Set<String> configurations = new TreeSet<>();
    private final Set<String> domains;
    private final List<Finding> found = new ArrayList<>();

    private OutboxFindings(Checkout checkout) {
        this.checkout = checkout;
        this.domains = checkout.routes().stream()
                .filter(RouteFile::isDomain)
                .map(RouteFile::name)
                .collect(Collectors.toSet());
        for (RouteFile file : checkout.routes()) {
            file.configurations()
                    .forEach(one -> configurations.add(one.at("/id").text()));
        }
    }

    static List<Finding> findings(Checkout checkout) {
        OutboxFindings outboxes = new OutboxFindings(checkout);
        for (RouteFile file : checkout.routes()) {
            for (Place route : file.routes()) {
                outboxes.configuration(route);
                Endpoint from =
                        new Endpoint(route.at("/from"), route.at("/from").line());
                if (from.is("jms")) {
                    outboxes.queue(from);
                    outboxes.transaction(route, from);
                    outboxes.steps(file, route);
                }
            }
        }
        return outboxes.found;
    }

    /** Camel takes no notice of one that is not there. */
    private void configuration(Place route) {
        Place named = route.at("/" + CONFIGURATION);
        for (String name : named.text().split(",", -1)) {
            boolean there = configurations.stream().anyMatch(known -> PatternHelper.matchPattern(known, name.strip()));
            if (!name.isBlank() && !there) {
                found.add(named.finding(
                        Rule.OUTBOX,
                        "there is no routeConfiguration " + name.strip(),
                        "write " + Nearest.to(name.strip(), List.copyOf(configurations))));
            }
        }
    }

    private void queue(Endpoint from) {
        String channel = Queues.channel(checkout.resolved(from.target()));
        boolean gateways = SERVICE.contains(channel) || Queues.isInbox(Queues.PREFIX + channel);
        if (gateways || domains.contains(channel)) {
            found.add(from.finding(
                    Rule.OUTBOX,
                    Queues.PREFIX + channel + " is read here, and its messages are "
                            + (gateways
                                    ? "the gateway's"
                                    : "its consumers': each of them would miss what this route took"),
                    "list a queue of its own in upvest.channels, and send to that one too in the domain's route"));
        }
    }

    private void transaction(Place route, Endpoint from) {
        if (route.at("/" + CONFIGURATION).text().isBlank()) {
            found.add(route.finding(
                    Rule.OUTBOX,
                    "without a configuration a message that fails comes again at once, ten times, and is dead",
                    "write routeConfigurationId: outbox"));
        }
        if (!from.option("transacted").equals("true")) {
            found.add(from.finding(
                    Rule.OUTBOX,
                    "what is read outside of a transaction is lost when the gateway ends in the middle",
                    "write transacted: true below parameters:"));
        }
    }

    private void steps(RouteFile file, Place route) {
        for (String step : STEPS) {
            for (Place place : file.yaml().keyed(step)) {
                if (place.within(route)) {
                    found.add(place.finding(
                            Rule.OUTBOX,
                            step + " lets the message go from the queue while it is in memory only, a crash loses it",
                            "take one message at a time; the mail's digest is the gateway's own step"));
                }
            }
        }
        for (Place parallel : file.yaml().keyed("parallelProcessing")) {
            if (parallel.within(route) && parallel.text().equals("true")) {
                found.add(parallel.finding(
                        Rule.OUTBOX, "parallelProcessing leaves the message's transaction", "take it away"));
            }
        }
    }
}
