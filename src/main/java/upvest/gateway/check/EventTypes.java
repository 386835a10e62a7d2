package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upvest.gateway.MessageHeaders;
import upvest.gateway.check.YamlFile.Place;
import upvest.gateway.delivery.TypeTable;
import upvest.gateway.settings.Spelling;

/** Types and categories that routes ask for: a contract has them, and only one {@code when} of a choice asks. */
final class EventTypes {
    private static final Pattern ASKED = Pattern.compile(
            "\\$\\{header\\.(UpvestEventType|JMSType|UpvestCategory)}\\s*(==|!=|in|!in)\\s*['\"]([^'\"]*)['\"]");
    /** A {@code when} that asks for nothing else. */
    private static final Pattern ALONE = Pattern.compile("\\s*\\$\\{header\\.(\\w+)}\\s*(?:==|in)\\s*'([^']*)'\\s*");

    private final Set<String> types = new TreeSet<>();
    private final Set<String> categories = new TreeSet<>();
    private final List<Finding> found = new ArrayList<>();

    private EventTypes() {}

    static List<Finding> findings(Checkout checkout) {
        EventTypes all = new EventTypes();
        all.read(checkout.home().resolve("schemas"));
        for (RouteFile file : checkout.routes()) {
            all.asked(file);
            file.yaml().keyed("choice").forEach(all::shadowed);
        }
        return all.found;
    }

    private void read(Path schemas) {
        try {
            for (String contract : TypeTable.contracts(schemas)) {
                types.addAll(TypeTable.read(schemas, contract).types());
            }
        } catch (IOException e) {
            types.clear(); // told with the table itself
        }
        types.forEach(type -> categories.add(type.replaceFirst("\\..*", "")));
    }

    private void asked(RouteFile file) {
        for (MatchResult asked : ASKED.matcher(file.yaml().text()).results().toList()) {
            boolean category = asked.group(1).equals(MessageHeaders.CATEGORY);
            for (String value : types.isEmpty() ? new String[0] : asked.group(3).split(",", -1)) {
                look(file, file.yaml().lineAt(asked.start()), value.strip(), category ? categories : types, category);
            }
        }
    }

    private void look(RouteFile file, int line, String value, Set<String> known, boolean category) {
        String near = known.contains(value) ? null : Spelling.nearest(value, known);
        boolean slip = near != null && Math.abs(near.length() - value.length()) <= 1;
        if (known.contains(value) || category && !slip) { // a category may be without a type that is known
            return;
        }
        found.add(file.finding(
                line,
                Rule.EVENT_TYPE,
                "no contract has the " + (category ? "category " : "type ") + value,
                (near == null ? "write one of the contract's" : "write " + near)
                        + ", or list it in schemas/live/types.yaml"));
    }

    /** A value that an earlier {@code when} of the same choice has taken. */
    private void shadowed(Place choice) {
        Map<String, Place> taken = new HashMap<>();
        for (Place when : choice.at("/when").children()) {
            Place expression = when.at("/expression/simple/expression");
            Matcher alone = ALONE.matcher(expression.text());
            String header = alone.matches() ? alone.group(1) : "";
            String[] values = alone.matches() ? alone.group(2).split(",", -1) : new String[] {expression.text()};
            for (String value : values) {
                Place first = value.isBlank() ? null : taken.putIfAbsent(header + "=" + value.strip(), expression);
                if (first != null) {
                    found.add(expression.finding(
                            Rule.SHADOWED,
                            "the when of line " + first.line() + " has " + value.strip()
                                    + " already, nothing gets here",
                            "take it out of one of them; to send to both, send twice in one route"));
                }
            }
        }
    }
}
