package upvest.gateway.intake;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.filter.OncePerRequestFilter;
import upvest.gateway.delivery.DeliveryTime;
import upvest.gateway.delivery.DeliveryTime.Phase;

/**
 * The gate before the routes: lets in what looks like a delivery from the {@link RequestGuard}, hands on its head as a
 * {@link WebhookRequest}, and writes the answer.
 */
final class IntakeFilter extends OncePerRequestFilter {
    static final String REQUEST = WebhookRequest.class.getName();

    private final RequestGuard outside;
    private final Answers answers;
    private final DeliveryTime time;
    private final AtomicInteger inFlight = new AtomicInteger();

    IntakeFilter(RequestGuard outside, Answers answers, DeliveryTime time) {
        this.outside = outside;
        this.answers = answers;
        this.time = time;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain routes)
            throws ServletException, IOException {
        RequestKey key = RequestKey.of(request);
        time.start(Phase.VERIFY);
        inFlight.incrementAndGet();
        try {
            Refused refused = outside.look(request);
            if (refused == null) {
                request.setAttribute(REQUEST, head(request));
                routes.doFilter(request, response);
                refused = (Refused) request.getAttribute(RequestThreadEngine.OUTCOME);
            }
            if (refused == null) {
                answers.accept(response, key);
            } else {
                answers.refuse(response, key, refused);
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

    private static WebhookRequest head(HttpServletRequest request) {
        WebhookRequest.Headers headers = new WebhookRequest.Headers();
        for (String name : Collections.list(request.getHeaderNames())) {
            Collections.list(request.getHeaders(name)).forEach(value -> headers.add(name, value));
        }
        return new WebhookRequest(
                request.getMethod(), request.getRequestURI(), request.getQueryString(), headers.map());
    }
}
