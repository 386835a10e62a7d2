package upvest.gateway.operations;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** 429 to who guesses passwords, after a while, in which no thread waits: so that guessing at full speed is slow. */
final class DelayedResponse implements AsyncListener {
    private static final Duration WHILE = Duration.ofSeconds(2);

    private final AsyncContext held;
    private final HttpServletResponse response;

    private DelayedResponse(AsyncContext held, HttpServletResponse response) {
        this.held = held;
        this.response = response;
    }

    static void tooManyGuesses(HttpServletRequest request, HttpServletResponse response) {
        if (!request.isAsyncSupported()) {
            refuse(response);
            return;
        }
        AsyncContext held = request.startAsync(request, response);
        held.setTimeout(WHILE.toMillis());
        held.addListener(new DelayedResponse(held, response));
    }

    private static void refuse(HttpServletResponse response) {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(FailedLogins.PAUSE.toSeconds()));
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        refuse(response);
        held.complete();
    }

    @Override
    public void onError(AsyncEvent event) {
        held.complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
