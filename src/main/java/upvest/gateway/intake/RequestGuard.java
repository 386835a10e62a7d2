package upvest.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import upvest.gateway.GatewayProperties;

/** Looks at a request before anything of its body is read: is it a delivery, and may it come in now? */
final class RequestGuard {
    private static final int SHOWN = 100;

    private final String path;
    private final boolean signed;
    private final long limit;
    private final SenderGuess likeness;
    private final Gate gate;
    private final Supplier<IntakePause> pause;

    RequestGuard(GatewayProperties properties, SenderGuess likeness, Gate gate, Supplier<IntakePause> pause) {
        this.path = properties.path();
        this.signed = properties.signature().required();
        this.limit = properties.limits().largest();
        this.likeness = likeness;
        this.gate = gate;
        this.pause = pause;
    }

    /** Why it is refused; null when it is not. */
    @Nullable
    Refused look(HttpServletRequest request) {
        Refused form = path.equals(request.getRequestURI()) ? null : elsewhere(request);
        if (form == null) {
            form = closed();
        }
        if (form == null) {
            form = form(request);
        }
        if (form == null
                && signed
                && (request.getHeader("Signature") == null || request.getHeader("Signature-Input") == null)) {
            return new Refused(RefusalReason.MISSING, "no signature, so the body is not read");
        }
        return form;
    }

    /** In this very spelling: nothing else is served on this port. */
    private Refused elsewhere(HttpServletRequest request) {
        if (!likeness.isDelivery(request)) {
            return stranger(HttpStatus.NOT_FOUND, "another path");
        }
        String asked = request.getMethod() + " " + request.getRequestURI(); // the server takes printable ASCII only
        return new Refused(
                RefusalReason.PATH,
                (asked.length() > SHOWN ? asked.substring(0, SHOWN) + "..." : asked) + " is not upvest.path, " + path);
    }

    private @Nullable Refused closed() {
        if (!gate.open()) {
            return new Refused(gate.hasKeys() ? RefusalReason.NOT_READY : RefusalReason.NO_KEYS, gate.closed());
        }
        if (pause.get().intakePaused()) {
            return new Refused(RefusalReason.PAUSED, "by an operator; bin/gateway resume intake");
        }
        return null;
    }

    private @Nullable Refused form(HttpServletRequest request) {
        Refused refused = null;
        if (!"POST".equals(request.getMethod())) {
            refused = new Refused(RefusalReason.METHOD, "only POST delivers");
        } else if (!isJson(request.getContentType())) {
            refused = new Refused(RefusalReason.CONTENT_TYPE, "only application/json in UTF-8");
        } else if (Collections.list(request.getHeaders("Content-Encoding")).stream()
                .anyMatch(encoding -> !"identity".equalsIgnoreCase(encoding.strip()))) {
            refused = new Refused(RefusalReason.CONTENT_ENCODING, "only identity");
        } else if (request.getContentLengthLong() > limit) {
            refused = new Refused(RefusalReason.TOO_LONG, "declared, longer than " + limit);
        }
        return refused == null || likeness.isDelivery(request) ? refused : stranger(refused.status(), refused.detail());
    }

    private static Refused stranger(HttpStatus status, String detail) {
        return new Refused(status, RefusalReason.STRANGER, detail);
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            MediaType type = contentType == null ? MediaType.ALL : MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (type.getCharset() == null
                            || "UTF-8".equals(type.getCharset().name()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
