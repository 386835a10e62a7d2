package upvest.gateway.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import upvest.gateway.check.TrialSteps.Step;

/** Steps of domain routes that no event has got to, neither one of a contract nor one of a case. */
final class NotReached {
    private final TrialSteps steps;
    private final Set<Step> taken;
    private final List<Finding> found = new ArrayList<>();

    private NotReached(TrialSteps steps, Set<Step> taken) {
        this.steps = steps;
        this.taken = taken;
    }

    static List<Finding> findings(Collection<Trial> trials) {
        Set<Step> taken =
                trials.stream().flatMap(trial -> trial.steps().taken().stream()).collect(Collectors.toSet());
        Trial any = trials.iterator().next();
        NotReached notReached = new NotReached(any.steps(), taken);
        for (RouteDefinition route : any.routes()) {
            notReached.look(route.getOutputs());
        }
        return notReached.found;
    }

    /** Of steps that follow each other the first one that is not taken is enough. */
    private void look(List<ProcessorDefinition<?>> list) {
        for (ProcessorDefinition<?> definition : list) {
            Step step = steps.of(definition);
            if (step != null && step.isDomain() && !isPart(definition) && !taken.contains(step)) {
                found.add(new Finding(
                        step.file(),
                        step.line(),
                        Rule.NOT_REACHED,
                        "no event of the trial gets to this step: " + step.name(),
                        "write a case with one that does into routes/cases, bin/gateway case helps"));
                return;
            }
            look(definition.getOutputs());
        }
    }

    /** Not a step of its own: a {@code when}, a {@code doCatch}. */
    private static boolean isPart(ProcessorDefinition<?> definition) {
        return definition.getShortName().matches("when|otherwise|doCatch|doFinally");
    }
}
