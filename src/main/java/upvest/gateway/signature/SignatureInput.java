package upvest.gateway.signature;

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
 * @param parameters {@code keyid}, {@code created}, ...; strings without their quotes
 * @param text the member's value byte for byte as received, the last line of what was signed
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-message-signatures-06#section-4.1">draft 06, 4.1</a>
 */
record SignatureInput(List<String> components, Map<String, String> parameters, String text) {
    private static final String LABEL = "[a-z*][a-z0-9_.*-]*";
    private static final String PARAMETER = ";\\s*([a-z*][a-z0-9_.*-]*)=(?:\"([^\"\\\\]*)\"|(-?[0-9]{1,15}))";
    private static final Pattern MEMBER = Pattern.compile(
            "\\s*(" + LABEL + ")=(\\(((?:\\s*\"[^\"\\\\]+\")*)\\s*\\)((?:" + PARAMETER + ")*))\\s*(?:,|$)");
    private static final Pattern COMPONENT = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern ONE_PARAMETER = Pattern.compile(PARAMETER);
    private static final Pattern SIGNATURE = Pattern.compile("\\s*(" + LABEL + ")=:([^:,]*):\\s*(?:,|$)");

    /** The members of a {@code signature-input} header by label. */
    static Map<String, SignatureInput> parse(String header) throws SignatureRefused {
        Map<String, SignatureInput> members = new LinkedHashMap<>();
        Matcher matcher = MEMBER.matcher(header);
        int end = 0;
        while (end < header.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw malformed("signature-input does not parse at position " + end);
            }
            members.put(
                    matcher.group(1),
                    new SignatureInput(components(matcher.group(3)), parameters(matcher.group(4)), matcher.group(2)));
            end = matcher.end();
        }
        return members;
    }

    /** The members of a {@code signature} header by label: base64 text, not yet decoded. */
    static Map<String, String> parseSignatures(String header) throws SignatureRefused {
        Map<String, String> members = new LinkedHashMap<>();
        Matcher matcher = SIGNATURE.matcher(header);
        int end = 0;
        while (end < header.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw malformed("signature does not parse at position " + end);
            }
            members.put(matcher.group(1), matcher.group(2));
            end = matcher.end();
        }
        return members;
    }

    @Nullable
    Long seconds(String parameter) throws SignatureRefused {
        String value = parameters.get(parameter);
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw malformed("parameter " + parameter + " is no number");
        }
    }

    private static List<String> components(String list) throws SignatureRefused {
        List<String> names =
                COMPONENT.matcher(list).results().map(found -> found.group(1)).toList();
        if (new HashSet<>(names).size() != names.size()) {
            throw malformed("a component is listed twice");
        }
        return names;
    }

    private static Map<String, String> parameters(String list) throws SignatureRefused {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = ONE_PARAMETER.matcher(list);
        while (matcher.find()) {
            String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            if (parameters.put(matcher.group(1), value) != null) {
                throw malformed("a parameter is given twice");
            }
        }
        return parameters;
    }

    private static SignatureRefused malformed(String detail) {
        return new SignatureRefused(Reason.MALFORMED, detail);
    }
}
