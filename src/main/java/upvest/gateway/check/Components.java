package upvest.gateway.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import upvest.gateway.check.RouteFile.Endpoint;
import upvest.gateway.check.YamlFile.Place;

/** Components and their options, as Camel's catalogue knows those that are part of the gateway. */
final class Components {
    private final List<Finding> found = new ArrayList<>();
    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
    private final Map<String, RouteFile> kamelets = new HashMap<>();

    private Components(Checkout checkout, CamelContext camel) {
        catalog.setCamelContext(camel);
        catalog.start();
        checkout.kamelets().forEach(kamelet -> kamelets.put(kamelet.name(), kamelet));
    }

    static List<Finding> findings(Checkout checkout) {
        CamelContext camel = new DefaultCamelContext(false); // only its class path is asked
        Components components = new Components(checkout, camel);
        for (RouteFile file : checkout.all()) {
            file.endpoints().stream().filter(Components::isNamed).forEach(components::check);
        }
        return components.found;
    }

    /** Not {@code {{placeholder}}} or {@code ${expression}}. */
    private static boolean isNamed(Endpoint endpoint) {
        return endpoint.scheme().matches("[\\w-]+");
    }

    private void check(Endpoint endpoint) {
        if (catalog.componentJSonSchema(endpoint.scheme()) == null) {
            found.add(endpoint.finding(
                    Rule.COMPONENT,
                    endpoint.scheme() + ": no such component in the gateway",
                    Starters.instead(endpoint.scheme(), name -> catalog.componentJSonSchema(name) != null)));
        } else if (endpoint.is("kamelet")) {
            checkKamelet(endpoint);
        } else {
            Place parameters = endpoint.place().at("/parameters");
            Map<String, String> options = new HashMap<>();
            parameters.children().forEach(option -> options.put(name(option), option.text()));
            check(endpoint, parameters, catalog.validateProperties(endpoint.scheme(), options));
            refuseProxy(endpoint);
        }
    }

    /** Camel takes every path that begins so for a proxy to wherever the client wants (CVE-2026-85316). */
    private void refuseProxy(Endpoint endpoint) {
        if (endpoint.is("platform-http") && (endpoint.target() + endpoint.option("path")).matches("/*proxy.*")) {
            found.add(endpoint.finding(
                    Rule.COMPONENT,
                    "platform-http with a path that begins with proxy passes requests on to any address",
                    "write another path"));
        }
    }

    private void check(Endpoint endpoint, Place parameters, EndpointValidationResult result) {
        for (String unknown : names(result.getUnknown())) {
            found.add(parameters
                    .at("/" + unknown)
                    .finding(
                            Rule.OPTION,
                            endpoint.scheme() + " has no option " + unknown,
                            "write " + Nearest.to(unknown, options(endpoint.scheme()))));
        }
        values(parameters, result.getInvalidBoolean(), "true or false");
        values(parameters, result.getInvalidInteger(), "a whole number");
        values(parameters, result.getInvalidNumber(), "a number");
        values(parameters, result.getInvalidDuration(), "a time such as 5s");
        for (String option : keys(result.getInvalidEnum())) {
            values(parameters, Map.of(option, ""), "one of " + result.getEnumChoices(option));
        }
    }

    private void values(Place parameters, @Nullable Map<?, ?> invalid, String form) {
        for (String option : keys(invalid)) {
            Place place = parameters.at("/" + option);
            found.add(place.finding(Rule.OPTION, option + ": " + place.text(), "write " + form));
        }
    }

    /** The catalogue says nothing with null. */
    private static List<String> keys(@Nullable Map<?, ?> options) {
        return options == null ? List.of() : names(options.keySet());
    }

    private static List<String> names(@Nullable Set<?> options) {
        return options == null
                ? List.of()
                : options.stream().map(String::valueOf).toList();
    }

    private void checkKamelet(Endpoint endpoint) {
        RouteFile kamelet = kamelets.get(endpoint.target());
        if (kamelet == null) {
            return; // no such kamelet, which is told elsewhere
        }
        Place definition = new Place(kamelet.yaml(), "", kamelet.yaml().content()).at("/spec/definition");
        List<String> known = definition.at("/properties").children().stream()
                .map(Components::name)
                .toList();
        Place parameters = endpoint.place().at("/parameters");
        for (Place option : parameters.children()) {
            if (!known.contains(name(option)) && !name(option).equals("templateId")) {
                found.add(option.finding(
                        Rule.OPTION,
                        "the kamelet " + endpoint.target() + " has no option " + name(option),
                        known.isEmpty() ? "take it away" : "write " + Nearest.to(name(option), known)));
            }
        }
        for (Place required : definition.at("/required").children()) {
            if (!parameters.node().has(required.text())) {
                found.add(endpoint.finding(
                        Rule.OPTION,
                        "the kamelet " + endpoint.target() + " lacks the parameter " + required.text(),
                        "write parameters: " + required.text() + ":"));
            }
        }
    }

    private static String name(Place option) {
        return option.pointer().replaceFirst(".*/", "");
    }

    private List<String> options(String component) {
        return new ArrayList<>(new TreeSet<>(catalog.componentModel(component).getEndpointOptions().stream()
                .map(option -> option.getName())
                .toList()));
    }
}
