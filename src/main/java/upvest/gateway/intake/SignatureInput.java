package upvest.gateway.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One member of a {@code signature-input} header.
 *
 * @param components what the signature covers, in its order
 * @param parameters {@code keyid}, {@code created}, ...: text for what stands in quotes, {@link Long} for a number
 * @param received the member's value byte for byte as received, the last line of what was signed
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-message-signatures-06#section-4.1">draft 06, 4.1</a>
 */
record SignatureInput(List<String> components, Map<String, Object> parameters, String received) {
    private static final int LONGEST = 4096;

    // No pattern repeats a group: a long header must not cost more than its length.
    private static final Pattern LABEL = Pattern.compile("\\s*([a-z*][a-z0-9_.*-]*)=");
    private static final Pattern OPEN = Pattern.compile("\\(");
    // What stands in quotes is printable ASCII (RFC 8941, 3.3.3): it may come as far as the log.
    private static final Pattern COMPONENT = Pattern.compile("\\s*\"([ !#-\\[\\]-~]+)\"");
    private static final Pattern CLOSE = Pattern.compile("\\s*\\)");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([a-z*][a-z0-9_.*-]*)=(?:\"([ !#-\\[\\]-~]*)\"|(-?[0-9]{1,15}))");
    private static final Pattern BYTES = Pattern.compile(":([^:,]*):");
    private static final Pattern NEXT = Pattern.compile("\\s*,");
    private static final Pattern END = Pattern.compile("\\s*$");

    /** The members of a {@code signature-input} header by label. */
    static Map<String, SignatureInput> parse(String header) throws Refused {
        Map<String, SignatureInput> members = new LinkedHashMap<>();
        Scan scan = new Scan("signature-input", header);
        do {
            String label = scan.expect(LABEL);
            int start = scan.position;
            List<String> components = components(scan);
            Map<String, Object> parameters = parameters(scan);
            members.put(label, new SignatureInput(components, parameters, header.substring(start, scan.position)));
        } while (scan.take(NEXT));
        scan.expect(END);
        return members;
    }

    /** The members of a {@code signature} header by label: base64 text, not yet decoded. */
    static Map<String, String> parseSignatures(String header) throws Refused {
        Map<String, String> members = new LinkedHashMap<>();
        Scan scan = new Scan("signature", header);
        do {
            members.put(scan.expect(LABEL), scan.expect(BYTES));
        } while (scan.take(NEXT));
        scan.expect(END);
        return members;
    }

    private static List<String> components(Scan scan) throws Refused {
        List<String> components = new ArrayList<>();
        scan.expect(OPEN);
        while (scan.take(COMPONENT)) {
            components.add(scan.matcher.group(1));
        }
        scan.expect(CLOSE);
        if (new HashSet<>(components).size() != components.size()) {
            throw malformed("a component is listed twice");
        }
        return components;
    }

    private static Map<String, Object> parameters(Scan scan) throws Refused {
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (scan.take(PARAMETER)) {
            String text = scan.matcher.group(2);
            Object value = text == null ? Long.valueOf(scan.matcher.group(3)) : text;
            if (parameters.put(scan.matcher.group(1), value) != null) {
                throw malformed("a parameter is given twice");
            }
        }
        return parameters;
    }

    /** Reads a header token by token. */
    private static final class Scan {
        private final String name;
        private final Matcher matcher;
        private int position;

        Scan(String name, String header) throws Refused {
            if (header.length() > LONGEST) {
                throw malformed(name + " is longer than " + LONGEST + " characters");
            }
            this.name = name;
            this.matcher = END.matcher(header);
        }

        boolean take(Pattern token) {
            matcher.usePattern(token).region(position, matcher.regionEnd());
            if (!matcher.lookingAt()) {
                return false;
            }
            position = matcher.end();
            return true;
        }

        /** The token's first group, or all of it when it has none. */
        String expect(Pattern token) throws Refused {
            if (!take(token)) {
                throw malformed(name + " does not parse at position " + position);
            }
            return matcher.group(matcher.groupCount() > 0 ? 1 : 0);
        }
    }

    /** A parameter in quotes; null when it is not there. */
    @Nullable
    String text(String parameter) throws Refused {
        Object value = parameters.get(parameter);
        if (value instanceof Long) {
            throw malformed("parameter " + parameter + " is not a text in quotes");
        }
        return (String) value;
    }

    /** A parameter that is a time, in seconds since 1970; null when it is not there. */
    @Nullable
    Long seconds(String parameter) throws Refused {
        Object value = parameters.get(parameter);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Long seconds) || seconds < 0) {
            throw malformed("parameter " + parameter + " is not a time in seconds");
        }
        return seconds;
    }

    private static Refused malformed(String detail) {
        return new Refused(RefusalReason.MALFORMED, detail);
    }
}
