package upvest.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request was signed by Upvest: HTTP Message Signatures, draft 06, with Upvest's unquoted names, or
 * the version 15 form where that is switched on. ECDSA on P-521 with SHA-512, signature in ASN.1 DER.
 *
 * @see <a href="https://github.com/upvestco/httpsignature-proxy">Upvest's published client</a>
 */
public final class SignatureVerifier {
    private final TrustedKeys keys;
    private final Clock clock;
    private final Age age;
    private final boolean v15;
    private final @Nullable Provider provider;

    /**
     * @param age how old a signature may be
     * @param v15 whether the version 15 form is accepted as well
     * @param provider where the cryptography comes from; null for the JDK's choice
     */
    public SignatureVerifier(TrustedKeys keys, Clock clock, Age age, boolean v15, @Nullable Provider provider) {
        this.keys = keys;
        this.clock = clock;
        this.age = age;
        this.v15 = v15;
        this.provider = provider;
    }

    /**
     * Passes a request that is Upvest's if its body is the one that it has signed.
     *
     * @return when it was signed, and what the body must be
     * @throws Refused when it is not provably so, with the reason
     */
    public Verified verify(WebhookRequest request) throws Refused {
        Map<String, SignatureInput> inputs = SignatureInput.parse(required(request, "signature-input"));
        Map<String, String> signatures = SignatureInput.parseSignatures(required(request, "signature"));
        inputs.keySet().retainAll(signatures.keySet());
        Refused refusal = new Refused(RefusalReason.MISSING, "signature and signature-input share no label");
        for (Map.Entry<String, SignatureInput> input : inputs.entrySet()) {
            try {
                // one good signature is enough, as while keys change
                return verify(request, input.getValue(), Objects.requireNonNull(signatures.get(input.getKey())));
            } catch (Refused e) {
                refusal = e;
            }
        }
        throw refusal;
    }

    private Verified verify(WebhookRequest request, SignatureInput input, String base64) throws Refused {
        Form form = v15 && "15".equals(request.header("upvest-signature-version")) ? Form.V15 : Form.V6;
        for (String component : List.of("@method", "@path", form.digestHeader)) {
            if (!input.components().contains(component)) {
                throw new Refused(RefusalReason.UNCOVERED, component + " is not covered");
            }
        }
        byte[] signed = signatureBase(request, input, form).getBytes(StandardCharsets.ISO_8859_1);
        byte[] signature = decode(base64);
        String keyId = input.text("keyid");
        ECPublicKey key = keys.find(keyId);
        SignedDigest digest = new SignedDigest(form.digestAlgorithm, required(request, form.digestHeader));
        Verified verified = age.check(input, clock.instant(), digest);
        checkSignature(keyId, key, signed, signature);
        return verified;
    }

    private void checkSignature(@Nullable String keyId, ECPublicKey key, byte[] signed, byte[] signature)
            throws Refused {
        if (!genuine(key, signed, signature)) {
            ECPublicKey renewed = keys.renewed(keyId, key);
            if (renewed == null || !genuine(renewed, signed, signature)) {
                throw new Refused(RefusalReason.BAD_SIGNATURE, "the signature does not fit the request and the key");
            }
        }
    }

    private boolean genuine(ECPublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature ecdsa = provider == null
                    ? Signature.getInstance("SHA512withECDSA")
                    : Signature.getInstance("SHA512withECDSA", provider);
            ecdsa.initVerify(key);
            ecdsa.update(signed);
            return ecdsa.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // no valid DER: the library's way to say that it is no signature
        }
    }

    private static String signatureBase(WebhookRequest request, SignatureInput input, Form form) throws Refused {
        StringBuilder base = new StringBuilder(512);
        for (String component : input.components()) {
            String value =
                    switch (component) {
                        case "@method" -> request.method();
                        case "@path" -> request.path();
                        case "@query" -> "?" + (request.query() == null ? "" : request.query());
                        default -> required(request, component);
                    };
            base.append(form.name(component)).append(": ").append(value).append('\n');
        }
        return base.append(form.name("@signature-params"))
                .append(": ")
                .append(input.received())
                .toString();
    }

    private static String required(WebhookRequest request, String name) throws Refused {
        String value = request.header(name);
        if (value == null) {
            throw new Refused(RefusalReason.MISSING, "header " + name + " is missing");
        }
        return value;
    }

    private static byte[] decode(String base64) throws Refused {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Refused(RefusalReason.MALFORMED, "the signature is not base64");
        }
    }

    /** The two ways in which Upvest writes down what it signs. */
    private enum Form {
        V6("digest", SignedDigest.SHA_256) {
            @Override
            String name(String component) {
                return component;
            }
        },
        V15("content-digest", SignedDigest.SHA_512) {
            @Override
            String name(String component) {
                return '"' + component + '"';
            }
        };

        private final String digestHeader;
        private final String digestAlgorithm;

        Form(String digestHeader, String digestAlgorithm) {
            this.digestHeader = digestHeader;
            this.digestAlgorithm = digestAlgorithm;
        }

        abstract String name(String component);
    }
}
