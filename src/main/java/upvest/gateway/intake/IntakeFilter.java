package upvest.gateway.intake;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import upvest.gateway.GatewayProperties;
import upvest.gateway.delivery.DeliveryTime;
import upvest.gateway.delivery.DeliveryTime.Phase;
import upvest.gateway.repair.Pause;
import upvest.gateway.signature.WebhookRequest;

/**
 * The gate before the routes: looks at the request's outside only, hands on its head as a {@link WebhookRequest}, and
 * writes the answer.
 */
final class IntakeFilter extends OncePerRequestFilter {
    static final String REQUEST = WebhookRequest.class.getName();

    private final String path;
    private final boolean signed;
    private final long limit;
    private final Gate gate;
    private final Supplier<Pause> pause;
    private final Answers answers;
    private final DeliveryTime time;
    private final AtomicInteger inFlight = new AtomicInteger();

    IntakeFilter(GatewayProperties properties, Gate gate, Supplier<Pause> pause, Answers answers, DeliveryTime time) {
        this.path = properties.path();
        this.signed = properties.signature().required();
        this.limit = properties.limits().body().toBytes();
        this.time = time;
        this.gate = gate;
        this.pause = pause;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain routes)
            throws ServletException, IOException {
        if (!path.equals(request.getRequestURI())) { // in this very spelling: nothing else is served on this port
            Answers.write(response, HttpStatus.NOT_FOUND);
            return;
        }
        RequestKey key = RequestKey.of(request);
        time.start(Phase.VERIFY);
        inFlight.incrementAndGet();
        try {
            Refused refused = lookAt(request);
            if (refused == null) {
                request.setAttribute(REQUEST, head(request));
                routes.doFilter(request, response);
                refused = (Refused) request.getAttribute(RequestThreadEngine.OUTCOME);
            }
            if (refused == null) {
                answers.accept(response, key);
            } else {
                answers.refuse(response, key, refused.status(), refused.reason(), refused.detail());
            }
        } finally {
            inFlight.decrementAndGet();
            time.end();
        }
    }

    /** How many requests are being received. */
    int inFlight() {
        return inFlight.get();
    }

    private @Nullable Refused lookAt(HttpServletRequest request) {
        if (!gate.open()) {
            return Refused.unavailable("NOT_READY", gate.closed());
        }
        if (pause.get().intake()) {
            return Refused.unavailable("PAUSED", "by an operator; bin/gateway resume intake");
        }
        if (!"POST".equals(request.getMethod())) {
            return new Refused(HttpStatus.METHOD_NOT_ALLOWED, "METHOD", "only POST delivers");
        }
        if (!isJson(request.getContentType())) {
            return new Refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "CONTENT_TYPE", "only application/json in UTF-8");
        }
        if (Collections.list(request.getHeaders("Content-Encoding")).stream()
                .anyMatch(encoding -> !"identity".equalsIgnoreCase(encoding.strip()))) {
            return new Refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "CONTENT_ENCODING", "only identity");
        }
        if (request.getContentLengthLong() > limit) {
            return new Refused(HttpStatus.PAYLOAD_TOO_LARGE, "TOO_LONG", "declared, longer than " + limit);
        }
        if (signed && (request.getHeader("Signature") == null || request.getHeader("Signature-Input") == null)) {
            return new Refused(HttpStatus.UNAUTHORIZED, "MISSING", "no signature, so the body is not read");
        }
        return null;
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

    private static WebhookRequest head(HttpServletRequest request) {
        WebhookRequest.Headers headers = new WebhookRequest.Headers();
        for (String name : Collections.list(request.getHeaderNames())) {
            Collections.list(request.getHeaders(name)).forEach(value -> headers.add(name, value));
        }
        return new WebhookRequest(
                request.getMethod(), request.getRequestURI(), request.getQueryString(), headers.map());
    }
}
