package upvest.gateway.check;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import upvest.gateway.check.YamlFile.Place;
import upvest.gateway.settings.Spelling;

/** Headers that routes read: the consumers' contract has them, or a route sets them. */
final class Headers {
    private static final Pattern READ = Pattern.compile("\\$\\{(?:in\\.)?headers?(?:\\.|:|\\[)'?([\\w-]+)");
    /** What Camel's components set. */
    private static final Pattern OF_COMPONENTS = Pattern.compile("(?i)(Camel|JMS|kafka).*");

    private final Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Finding> found = new ArrayList<>();

    private Headers() {}

    static List<Finding> findings(Checkout checkout) {
        Headers headers = new Headers();
        headers.known.addAll(contract());
        for (RouteFile file : checkout.all()) {
            for (Place set : file.yaml().keyed("setHeader")) {
                headers.known.add(set.at("/name").text());
            }
            for (Place set : file.yaml().keyed("setHeaders")) {
                set.at("/headers")
                        .children()
                        .forEach(one -> headers.known.add(one.at("/name").text()));
            }
        }
        checkout.all().forEach(headers::look);
        return headers.found;
    }

    private static Set<String> contract() {
        try (InputStream names = Objects.requireNonNull(AsyncApi.class.getResourceAsStream("headers.yaml"))) {
            Set<String> known = new TreeSet<>();
            new YAMLMapper().readTree(names).fieldNames().forEachRemaining(known::add);
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look(RouteFile file) {
        for (MatchResult read : READ.matcher(file.yaml().text()).results().toList()) {
            look(file, file.yaml().lineAt(read.start()), read.group(1));
        }
        for (Place header : file.yaml().keyed("header")) {
            if (header.pointer().endsWith("/expression/header")) {
                look(file, header.line(), header.at("/expression").text());
            }
        }
    }

    private void look(RouteFile file, int line, String name) {
        boolean ours = name.regionMatches(true, 0, "Upvest", 0, 6);
        if (known.contains(name) || !ours && OF_COMPONENTS.matcher(name).matches() || file.isTrunk()) {
            return;
        }
        @Nullable String near = Spelling.nearest(name, known);
        Finding finding = file.finding(
                line,
                Rule.HEADER,
                "no event has a header " + name + ", and no route sets it",
                near == null ? "write one of docs/reference/channels.md, or set it in front of this" : "write " + near);
        found.add(ours ? finding : finding.warning());
    }
}
