package upvest.gateway.intake;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import upvest.gateway.GatewayProperties;
import upvest.gateway.signature.WebhookRequest;

/**
 * The gate before the routes: looks at the request's outside only, bounds its size, its slowness and how many are in
 * flight, and hands on its exact bytes as a {@link WebhookRequest}.
 */
final class IntakeFilter extends OncePerRequestFilter {
    static final String REQUEST = WebhookRequest.class.getName();
    private static final int CHUNK = 16 * 1024;

    private final String path;
    private final int limit;
    private final long slowClientNanos;
    private final Semaphore places;
    private final Gate gate;
    private final Answers answers;

    IntakeFilter(GatewayProperties properties, Gate gate, Answers answers) {
        this.path = properties.path();
        this.limit = Math.toIntExact(properties.limits().body().toBytes());
        this.slowClientNanos = properties.limits().slowClient().toNanos();
        this.places = new Semaphore(properties.limits().inFlight());
        this.gate = gate;
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !path.equals(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain routes)
            throws ServletException, IOException {
        Refusal refusal = lookAt(request);
        if (refusal != null) {
            refusal.answer(response, answers);
        } else if (!places.tryAcquire()) {
            answers.refuse(response, HttpStatus.SERVICE_UNAVAILABLE, "SATURATED", "upvest.limits.in-flight");
        } else {
            try {
                receive(request, response, routes);
            } finally {
                places.release();
            }
        }
    }

    private void receive(HttpServletRequest request, HttpServletResponse response, FilterChain routes)
            throws ServletException, IOException {
        byte[] body;
        try {
            body = read(request.getInputStream());
        } catch (TooLong e) {
            answers.refuse(response, HttpStatus.PAYLOAD_TOO_LARGE, "TOO_LONG", "chunked, longer than " + limit);
            return;
        } catch (ClientAbortException | SocketTimeoutException e) {
            request.setAttribute(ProblemValve.CUT_OFF, true);
            answers.refuse(response, HttpStatus.SERVICE_UNAVAILABLE, "SLOW_CLIENT", "the body did not arrive in time");
            return;
        } catch (IOException e) {
            answers.refuse(response, HttpStatus.BAD_REQUEST, "NO_HTTP", "the body breaks HTTP's framing");
            return;
        }
        request.setAttribute(REQUEST, webhookRequest(request, body));
        routes.doFilter(request, response);
    }

    private @Nullable Refusal lookAt(HttpServletRequest request) {
        if (!gate.open()) {
            return new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "NOT_READY", "starting or stopping");
        }
        if (!"POST".equals(request.getMethod())) {
            return new Refusal(HttpStatus.METHOD_NOT_ALLOWED, "METHOD", "only POST delivers");
        }
        if (!isJson(request.getContentType())) {
            return new Refusal(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "CONTENT_TYPE", "only application/json in UTF-8");
        }
        if (Collections.list(request.getHeaders("Content-Encoding")).stream()
                .anyMatch(encoding -> !"identity".equalsIgnoreCase(encoding.strip()))) {
            return new Refusal(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "CONTENT_ENCODING", "only identity");
        }
        if (request.getContentLengthLong() > limit) {
            return new Refusal(HttpStatus.PAYLOAD_TOO_LARGE, "TOO_LONG", "declared, longer than " + limit);
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

    /** Counts while it reads: a body is handed on whole or not at all. */
    private byte[] read(ServletInputStream in) throws IOException {
        long deadline = System.nanoTime() + slowClientNanos;
        ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK);
        byte[] chunk = new byte[CHUNK];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            if (body.size() + n > limit) {
                throw new TooLong();
            }
            if (System.nanoTime() > deadline) {
                throw new SocketTimeoutException(TimeUnit.NANOSECONDS.toSeconds(slowClientNanos) + " s have passed");
            }
            body.write(chunk, 0, n);
        }
        return body.toByteArray();
    }

    private static WebhookRequest webhookRequest(HttpServletRequest request, byte[] body) {
        WebhookRequest.Headers headers = new WebhookRequest.Headers();
        for (String name : Collections.list(request.getHeaderNames())) {
            Collections.list(request.getHeaders(name)).forEach(value -> headers.add(name, value));
        }
        return new WebhookRequest(
                request.getMethod(), request.getRequestURI(), request.getQueryString(), headers.map(), body);
    }

    private record Refusal(HttpStatus status, String reason, String detail) {
        void answer(HttpServletResponse response, Answers answers) throws IOException {
            answers.refuse(response, status, reason, detail);
        }
    }

    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
