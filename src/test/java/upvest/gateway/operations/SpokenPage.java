package upvest.gateway.operations;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openqa.selenium.chrome.ChromeDriver;

/** A page of the tab, and the dialog before it, as Chromium tells them to a screen reader. */
final class SpokenPage {
    private static final Set<String> TABLES = Set.of("table", "grid");
    private static final Set<String> NAMED = Set.of(
            "button",
            "link",
            "textbox",
            "searchbox",
            "checkbox",
            "combobox",
            "tab",
            "switch",
            "spinbutton",
            "radio",
            "listbox",
            "menuitem",
            "image",
            "table",
            "grid",
            "dialog",
            "progressbar",
            "region",
            "columnheader");

    private final Map<String, Map<?, ?>> nodes = new HashMap<>();
    private final List<String> roots = new ArrayList<>();

    private SpokenPage() {}

    static SpokenPage of(ChromeDriver browser) {
        SpokenPage page = new SpokenPage();
        Object root = ((Map<?, ?>)
                        browser.executeCdpCommand("DOM.getDocument", Map.of()).get("root"))
                .get("nodeId");
        List<Object> tops = new ArrayList<>();
        for (String part : List.of(".upvest-tab", "[role=dialog]")) {
            Object found = browser.executeCdpCommand("DOM.querySelector", Map.of("nodeId", root, "selector", part))
                    .get("nodeId");
            if (!found.toString().equals("0")) {
                Map<?, ?> node = (Map<?, ?>) browser.executeCdpCommand("DOM.describeNode", Map.of("nodeId", found))
                        .get("node");
                tops.add(node.get("backendNodeId"));
            }
        }
        for (Object each : (List<?>) browser.executeCdpCommand("Accessibility.getFullAXTree", Map.of())
                .get("nodes")) {
            Map<?, ?> node = (Map<?, ?>) each;
            page.nodes.put(node.get("nodeId").toString(), node);
            if (tops.contains(node.get("backendDOMNodeId"))) {
                page.roots.add(node.get("nodeId").toString());
            }
        }
        return page;
    }

    /** What has no name although somebody would have to choose, fill or understand it; tables without a head too. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (String id : below(roots)) {
            Map<?, ?> node = nodes.getOrDefault(id, Map.of());
            String role = value(node, "role");
            if (NAMED.contains(role)
                    && !Boolean.TRUE.equals(node.get("ignored"))
                    && value(node, "name").isBlank()) {
                faults.add(role + " without a name in " + above(node));
            }
            if (TABLES.contains(role) && below(List.of(id)).stream().noneMatch(this::isHead)) {
                faults.add(role + " without a head: " + value(node, "name"));
            }
        }
        return faults;
    }

    /** Every role that something on it has. */
    List<String> roles() {
        return below(roots).stream()
                .map(id -> value(nodes.getOrDefault(id, Map.of()), "role"))
                .distinct()
                .toList();
    }

    private boolean isHead(String id) {
        return value(nodes.getOrDefault(id, Map.of()), "role").equals("columnheader");
    }

    private List<String> below(List<String> ids) {
        List<String> all = new ArrayList<>();
        Deque<String> next = new ArrayDeque<>(ids);
        while (!next.isEmpty()) {
            String id = next.pop();
            all.add(id);
            if (nodes.getOrDefault(id, Map.of()).get("childIds") instanceof List<?> children) {
                children.forEach(child -> next.push(child.toString()));
            }
        }
        return all;
    }

    private String above(Map<?, ?> node) {
        Map<?, ?> parent = node;
        String name = "";
        while (name.isBlank() && parent != null) {
            Object above = parent.get("parentId");
            parent = above == null ? null : nodes.get(above.toString());
            name = parent == null ? "" : value(parent, "name");
        }
        return "'" + name + "'";
    }

    private static String value(Map<?, ?> node, String property) {
        return node.get(property) instanceof Map<?, ?> value ? String.valueOf(value.get("value")) : "";
    }
}
