package upvest.gateway.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import upvest.gateway.delivery.RouteSwapLock;

/** Replaces the routes of changed files in a running Camel: all of them, or none. */
final class Swap {
    /** Longest wait for a consumer to finish what it has in hand. */
    private static final Duration CONSUMER = Duration.ofSeconds(10);

    /** Longest wait for the deliveries in hand; the next ones wait in the inbox meanwhile. */
    private static final Duration DELIVERIES = Duration.ofSeconds(60);

    private final ModelCamelContext camel;
    private final RouteSwapLock swapLock;

    Swap(ModelCamelContext camel, RouteSwapLock swapLock) {
        this.camel = camel;
        this.swapLock = swapLock;
    }

    /**
     * Takes the changed files from {@code next} instead of {@code live}. An exception means that what ran before runs now.
     *
     * @param changed paths of files in either of them
     */
    void run(RouteFiles live, RouteFiles next, Set<String> changed) throws Exception {
        List<String> consumers = stopConsumers(live, changed);
        try {
            swapLock.whenStill(DELIVERIES, () -> replace(live, next, changed));
        } catch (Exception e) {
            startAll(consumers); // does nothing with one that runs again already
            throw e;
        }
    }

    private void replace(RouteFiles live, RouteFiles next, Set<String> changed) throws Exception {
        try {
            remove(live, changed);
            add(next, changed);
        } catch (Exception e) {
            try {
                remove(next, changed);
                add(live, changed);
            } catch (Exception again) {
                e.addSuppressed(again);
            }
            throw e;
        } finally {
            removeUnusedKamelets();
            Links.renew(camel);
        }
    }

    /** Routes with a source of their own, such as a queue, finish what they have in hand; meanwhile it waits there. */
    private List<String> stopConsumers(RouteFiles live, Set<String> changed) throws Exception {
        List<String> stopped = new ArrayList<>();
        for (String path : changed) {
            for (String id : live.ids(path, "route")) {
                if (!fedByRoutes(id)) {
                    stopped.add(id);
                    if (!camel.getRouteController().stopRoute(id, CONSUMER.toSeconds(), TimeUnit.SECONDS, true)) {
                        startAll(stopped);
                        throw new IllegalStateException("the route " + id + " is busy for more than "
                                + CONSUMER.toSeconds() + " s; try again later");
                    }
                }
            }
        }
        return stopped;
    }

    private void startAll(List<String> routes) throws Exception {
        for (String route : routes) {
            camel.getRouteController().startRoute(route);
        }
    }

    private boolean fedByRoutes(String id) {
        RouteDefinition route = camel.getRouteDefinition(id);
        return route == null || route.getInput().getEndpointUri().startsWith("direct:");
    }

    private void remove(RouteFiles files, Set<String> changed) throws Exception {
        for (String path : changed) {
            String kamelet = RouteFiles.kamelet(path);
            if (kamelet != null) {
                removeRoutes(
                        users(kamelet).stream().map(KameletEndpoint::getRouteId).toList());
                camel.removeRouteTemplateDefinitions(kamelet);
            } else {
                removeRoutes(files.ids(path, "route"));
                for (String id : files.ids(path, "routeConfiguration")) {
                    RouteConfigurationDefinition configuration = camel.getRouteConfigurationDefinition(id);
                    if (configuration != null) {
                        camel.removeRouteConfiguration(configuration);
                    }
                }
            }
        }
    }

    private void removeRoutes(Collection<String> ids) throws Exception {
        for (String id : ids) {
            RouteDefinition route = camel.getRouteDefinition(id);
            if (route != null) {
                camel.removeRouteDefinition(route);
            }
        }
    }

    /** Kamelets first: the routes name them. */
    private void add(RouteFiles files, Set<String> changed) throws Exception {
        for (String path : changed) {
            String kamelet = RouteFiles.kamelet(path);
            if (kamelet != null && files.texts().containsKey(path)) {
                load(files, path);
                for (KameletEndpoint user : users(kamelet)) {
                    addKameletRoute(user);
                }
            }
        }
        for (String path : changed) {
            if (RouteFiles.kamelet(path) == null && files.texts().containsKey(path)) {
                load(files, path);
            }
        }
    }

    private void load(RouteFiles files, String path) throws Exception {
        Resource resource =
                ResourceHelper.fromString("file:" + path, files.texts().get(path));
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resource)) {
            camel.addRoutes(builder);
        }
    }

    /** As Camel's kamelet component does at first; it has no way to do it again. */
    private void addKameletRoute(KameletEndpoint user) throws Exception {
        String id = camel.addRouteFromKamelet(
                user.getRouteId(),
                user.getTemplateId(),
                (String) user.getKameletProperties().get(Kamelet.PARAM_UUID),
                null,
                null,
                user.getKameletProperties());
        if (!camel.getRouteController().getRouteStatus(id).isStarted()) {
            camel.startRouteDefinitions(List.of(camel.getRouteDefinition(id)));
        }
    }

    private List<KameletEndpoint> users(String kamelet) {
        return users().filter(endpoint -> endpoint.getTemplateId().equals(kamelet))
                .toList();
    }

    /** What routes send to; the other ends, which the kamelets' own routes listen to, have no properties. */
    private Stream<KameletEndpoint> users() {
        return camel.getEndpoints().stream()
                .filter(KameletEndpoint.class::isInstance)
                .map(KameletEndpoint.class::cast)
                .filter(endpoint -> endpoint.getKameletProperties().containsKey(Kamelet.PARAM_UUID));
    }

    /** A kamelet has a route of its own for each use; those of routes that are gone would pile up. */
    private void removeUnusedKamelets() throws Exception {
        Set<String> used = users().map(KameletEndpoint::getRouteId).collect(Collectors.toSet());
        removeRoutes(camel.getRouteDefinitions().stream()
                .filter(route -> Boolean.TRUE.equals(route.isKamelet()))
                .map(RouteDefinition::getId)
                .filter(id -> !used.contains(id))
                .toList());
    }
}
