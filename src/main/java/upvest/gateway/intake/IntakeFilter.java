package upvest.gateway.intake;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import upvest.gateway.GatewayProperties;
import upvest.gateway.delivery.DeliveryTime;
import upvest.gateway.intake.BodyReader.Body;
import upvest.gateway.intake.BodyReader.Refused;
import upvest.gateway.signature.WebhookRequest;

/**
 * The gate before the routes: lets in what looks like a delivery from the {@link Outside}, bounds its size, its slowness
 * and how many are read and worked on, and hands on its exact bytes as a {@link WebhookRequest}.
 */
final class IntakeFilter extends OncePerRequestFilter {
    static final String REQUEST = WebhookRequest.class.getName();
    static final String ANSWER = DueAnswers.Answer.class.getName();
    /** Clients that send slowly must not take the places of those that have sent. */
    static final int READERS_FOR_EACH_PLACE = 4;

    private final Outside outside;
    private final BodyReader reader;
    private final Semaphore readers;
    private final Semaphore places;
    private final Answers answers;
    private final DueAnswers due;
    private final DeliveryTime time;
    private final int inFlight;

    IntakeFilter(GatewayProperties.Limits limits, Outside outside, Answers answers, DueAnswers due, DeliveryTime time) {
        this.outside = outside;
        this.reader = new BodyReader(
                Math.toIntExact(limits.body().toBytes()), limits.slowClient().toNanos());
        this.readers = new Semaphore(READERS_FOR_EACH_PLACE * limits.inFlight());
        this.inFlight = limits.inFlight();
        this.places = new Semaphore(inFlight);
        this.time = time;
        this.answers = answers;
        this.due = due;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain routes)
            throws ServletException, IOException {
        Refused refused = outside.look(request);
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
            throw new Refused(HttpStatus.BAD_REQUEST, Answers.NO_HTTP, "the body breaks HTTP's framing");
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

    private static Refused unavailable(String reason, String detail) {
        return new Refused(HttpStatus.SERVICE_UNAVAILABLE, reason, detail);
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
