package upvest.gateway.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.model.RouteDefinition;
import upvest.gateway.check.RouteFile.Named;
import upvest.gateway.delivery.TrunkSteps;

/** The steps that the guarantees rest on: all of them are in the trunk, and none in another route. */
final class TrunkFindings {
    private static final Set<String> BEANS = Set.of(
            "verifySignature",
            "storeDelivery",
            "keepWhole",
            "eventHeaders",
            "seenEvents",
            "contained",
            "retract",
            "failureHeaders");

    private TrunkFindings() {}

    /** @param routes as the trial has read them */
    static List<Finding> findings(Checkout checkout, List<RouteDefinition> routes) {
        List<Finding> found = new ArrayList<>();
        TrunkSteps.missing(routes)
                .forEach((route, step) -> found.add(checkout.route(route)
                        .finding(
                                Rule.TRUNK,
                                "the route " + route + " has no " + step + " that each event passes, at its place",
                                "write its steps in this order, outside of any condition: " + TrunkSteps.of(route))));
        return found;
    }

    /** Outside of the trunk. */
    static List<Finding> findings(Checkout checkout) {
        List<Finding> found = new ArrayList<>();
        for (RouteFile file : checkout.all()) {
            for (Named bean : file.isTrunk() ? List.<Named>of() : file.beans()) {
                if (BEANS.contains(bean.name())) {
                    found.add(file.finding(
                            bean.line(),
                            Rule.TRUNK,
                            bean.name() + " is a step of the trunk",
                            "take it away: what is not sent ends in unknown, what fails in dead, as it arrived"));
                }
            }
        }
        return found;
    }
}
