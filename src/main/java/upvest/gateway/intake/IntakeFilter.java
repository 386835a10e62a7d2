package upvest.gateway.intake;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import upvest.gateway.GatewayProperties;
import upvest.gateway.delivery.DeliveryTime;
import upvest.gateway.intake.BodyReader.Body;
import upvest.gateway.intake.BodyReader.Refused;
import upvest.gateway.repair.Pause;
import upvest.gateway.signature.WebhookRequest;

/**
 * The gate before the routes: looks at the request's outside only, bounds its size, its slowness and how many are read
 * and worked on, and hands on its exact bytes as a {@link WebhookRequest}.
 */
final class IntakeFilter extends OncePerRequestFilter {
    static final String REQUEST = WebhookRequest.class.getName();
    static final String ANSWER = DueAnswers.Answer.class.getName();
    /** Clients that send slowly must not take the places of those that have sent. */
    static final int READERS_FOR_EACH_PLACE = 4;

    private final String path;
    private final boolean signed;
    private final long limit;
    private final BodyReader reader;
    private final Semaphore readers;
    private final Semaphore places;
    private final Gate gate;
    private final Supplier<Pause> pause;
    private final Answers answers;
    private final DueAnswers due;
    private final DeliveryTime time;
    private final int inFlight;

    IntakeFilter(
            GatewayProperties properties,
            Gate gate,
            Supplier<Pause> pause,
            Answers answers,
            DueAnswers due,
            DeliveryTime time) {
        GatewayProperties.Limits limits = properties.limits();
        this.path = properties.path();
        this.signed = properties.signature().required();
        this.limit = limits.body().toBytes();
        this.reader = new BodyReader(Math.toIntExact(limit), limits.slowClient().toNanos());
        this.readers = new Semaphore(READERS_FOR_EACH_PLACE * limits.inFlight());
        this.inFlight = limits.inFlight();
        this.places = new Semaphore(inFlight);
        this.time = time;
        this.gate = gate;
        this.pause = pause;
        this.answers = answers;
        this.due = due;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain routes)
            throws ServletException, IOException {
        if (!path.equals(request.getRequestURI())) { // in this very spelling: nothing else is served on this port
            Answers.write(response, HttpStatus.NOT_FOUND);
            return;
        }
        Refused refused = lookAt(request);
        if (refused != null) {
            refuse(request, response, refused);
            return;
        }
        try (Body body = read(request)) {
            request.setAttribute(ProblemValve.READ, true);
            work(webhookRequest(request, body.bytes()), request, response, routes);
        } catch (Refused e) {
            refuse(request, response, e);
        } catch (ClientAbortException | SocketTimeoutException e) {
            request.setAttribute(ProblemValve.SLOW, true);
            refuse(request, response, unavailable("SLOW_CLIENT", "the body did not arrive in time"));
        }
    }

    private Body read(HttpServletRequest request) throws IOException {
        if (!readers.tryAcquire()) {
            throw unavailable("SATURATED", "too many clients send at the same time");
        }
        try {
            return reader.read(request);
        } catch (Refused | ClientAbortException | SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new Refused(HttpStatus.BAD_REQUEST, "NO_HTTP", "the body breaks HTTP's framing");
        } finally {
            readers.release();
        }
    }

    private void work(
            WebhookRequest webhook, HttpServletRequest request, HttpServletResponse response, FilterChain routes)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            refuse(request, response, unavailable("SATURATED", "upvest.limits.in-flight"));
            return;
        }
        time.start();
        try (DueAnswers.Answer answer = due.expect(response, RequestKey.of(request), webhook.body().length)) {
            request.setAttribute(REQUEST, webhook);
            request.setAttribute(ANSWER, answer);
            routes.doFilter(request, response);
        } finally {
            time.end();
            places.release();
        }
    }

    /** How many deliveries are being worked on. */
    int inFlight() {
        return inFlight - places.availablePermits();
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refused refused) throws IOException {
        answers.refuse(
                response,
                RequestKey.of(request),
                refused.status(),
                refused.reason(),
                String.valueOf(refused.getMessage()));
    }

    private @Nullable Refused lookAt(HttpServletRequest request) {
        if (!gate.open()) {
            return gate.hasKeys()
                    ? unavailable("NOT_READY", "starting or stopping")
                    : unavailable("NO_KEYS", "there are no trusted keys yet; readiness tells why");
        }
        if (pause.get().intake()) {
            return unavailable("PAUSED", "by an operator; bin/gateway resume intake");
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

    private static Refused unavailable(String reason, String detail) {
        return new Refused(HttpStatus.SERVICE_UNAVAILABLE, reason, detail);
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

    private static WebhookRequest webhookRequest(HttpServletRequest request, byte[] body) {
        WebhookRequest.Headers headers = new WebhookRequest.Headers();
        for (String name : Collections.list(request.getHeaderNames())) {
            Collections.list(request.getHeaders(name)).forEach(value -> headers.add(name, value));
        }
        return new WebhookRequest(
                request.getMethod(), request.getRequestURI(), request.getQueryString(), headers.map(), body);
    }
}
