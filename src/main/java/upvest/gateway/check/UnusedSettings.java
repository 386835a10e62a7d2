package upvest.gateway.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import upvest.gateway.check.YamlFile.Place;
import upvest.gateway.settings.KnownSettings;

/** Settings {@code upvest.*} that neither the gateway nor a route reads: misspelt, or left over. */
final class UnusedSettings {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(upvest\\.[\\w.-]+)");

    private UnusedSettings() {}

    static List<Finding> findings(Checkout checkout) {
        Set<String> read = new TreeSet<>(KnownSettings.ofGateway());
        for (RouteFile file : checkout.all()) {
            file.placeholders().forEach(placeholder -> read.add(placeholder.name()));
        }
        for (YamlFile file : checkout.config()) {
            REFERENCE.matcher(file.text()).results().forEach(reference -> read.add(reference.group(1)));
        }
        List<Finding> found = new ArrayList<>();
        for (YamlFile file : checkout.config()) {
            Place upvest = new Place(file, "", file.content()).at("/upvest");
            upvest.children().forEach(setting -> check(setting, "upvest", read, found));
        }
        return found;
    }

    private static void check(Place setting, String prefix, Set<String> read, List<Finding> found) {
        String key = prefix + "." + setting.pointer().replaceFirst(".*/", "");
        if (setting.node().isObject()) {
            setting.children().forEach(child -> check(child, key, read, found));
        } else if (!read.contains(key)) {
            found.add(setting.finding(
                    Rule.UNUSED_SETTING,
                    "nobody reads " + key,
                    "take it away, or write {{" + key + "}} in the route that is to read it"));
        }
    }
}
