package upvest.gateway.upvestapi;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides as Upvest does whether a request is signed, in code that shares nothing with the gateway's. */
final class V15 {
    private static final Pattern INPUT =
            Pattern.compile("sig1=(\\(([^)]*)\\);keyid=\"([^\"]+)\";created=(\\d+);nonce=\"([^\"]+)\";expires=(\\d+))");
    private static final Pattern SIGNATURE = Pattern.compile("sig1=:([A-Za-z0-9+/=]+):");
    private static final long SKEW_SECONDS = 60;

    private final Map<String, ECPublicKey> clients;
    private final Clock clock;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();

    /** @param clients public keys by key id */
    V15(Map<String, ECPublicKey> clients, Clock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** @return what is wrong; empty when it is signed as it should be */
    String wrong(HttpExchange request, byte[] body) throws GeneralSecurityException {
        Matcher input = INPUT.matcher(header(request, "signature-input"));
        Matcher signature = SIGNATURE.matcher(header(request, "signature"));
        if (!input.matches() || !signature.matches()) {
            return "signature-input or signature does not parse";
        }
        if (!"15".equals(header(request, "upvest-signature-version"))) {
            return "upvest-signature-version is not 15";
        }
        List<String> components = new ArrayList<>();
        for (String component : input.group(2).split(" ")) {
            if (!component.matches("\"[^\"]+\"")) {
                return "a component is not quoted: " + component;
            }
            components.add(component.substring(1, component.length() - 1));
        }
        Set<String> due = due(request, body);
        if (components.size() != new HashSet<>(components).size() || !due.equals(new TreeSet<>(components))) {
            return "covered is " + components + ", not " + due;
        }
        String outside = outside(request, body, input);
        return outside.isEmpty() ? base(request, components, input, signature) : outside;
    }

    private static Set<String> due(HttpExchange request, byte[] body) {
        Set<String> due = new TreeSet<>(List.of("@method", "@path", "accept", "upvest-client-id"));
        if (request.getRequestURI().getRawQuery() != null) {
            due.add("@query");
        }
        if (!request.getRequestURI().getPath().equals("/auth/token")) {
            due.add("authorization");
        }
        if (body.length > 0) {
            due.addAll(List.of("content-length", "content-type", "content-digest"));
        }
        if (request.getRequestHeaders().containsKey("idempotency-key")) {
            due.add("idempotency-key");
        }
        return due;
    }

    private String outside(HttpExchange request, byte[] body, Matcher input) throws GeneralSecurityException {
        long now = clock.instant().getEpochSecond();
        long created = Long.parseLong(input.group(4));
        long expires = Long.parseLong(input.group(6));
        if (Math.abs(now - created) > SKEW_SECONDS || expires < now || expires - created > SKEW_SECONDS) {
            return "created or expires is not now";
        }
        if (!nonces.add(input.group(5))) {
            return "the nonce was there before";
        }
        if (!header(request, "accept").equals("application/json")) {
            return "accept is " + header(request, "accept");
        }
        if (body.length == 0) {
            return "";
        }
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-512").digest(body));
        if (!header(request, "content-digest").equals("sha-512=:" + digest + ":")) {
            return "content-digest is not the body's";
        }
        return header(request, "content-type").contains(";") ? "content-type has parameters" : "";
    }

    private String base(HttpExchange request, List<String> components, Matcher input, Matcher signature)
            throws GeneralSecurityException {
        ECPublicKey key = clients.get(input.group(3));
        if (key == null) {
            return "nobody has the key id " + input.group(3);
        }
        StringBuilder base = new StringBuilder();
        for (String component : components) {
            String value =
                    switch (component) {
                        case "@method" -> request.getRequestMethod();
                        case "@path" -> request.getRequestURI().getRawPath();
                        case "@query" -> "?" + request.getRequestURI().getRawQuery();
                        default -> header(request, component);
                    };
            base.append("\"").append(component).append("\": ").append(value).append("\n");
        }
        base.append("\"@signature-params\": ").append(input.group(1));
        Signature ecdsa = Signature.getInstance("SHA512withECDSA");
        ecdsa.initVerify(key);
        ecdsa.update(base.toString().getBytes(StandardCharsets.UTF_8));
        return ecdsa.verify(Base64.getDecoder().decode(signature.group(1))) ? "" : "the signature does not fit";
    }

    private static String header(HttpExchange request, String name) {
        List<String> values = request.getRequestHeaders().get(name);
        return values == null ? "" : String.join(", ", values);
    }
}
