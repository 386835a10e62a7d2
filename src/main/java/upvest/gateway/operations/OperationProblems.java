package upvest.gateway.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.invoke.MissingParametersException;
import org.springframework.boot.actuate.endpoint.invoke.ParameterMappingException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.jms.JmsException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Why an operation below {@code /actuator} was not done, in a sentence: 400 when the request is wrong, 409 when it cannot be
 * done now, 503 when broker or ledger cannot be reached.
 */
record OperationProblems(ObjectMapper json) implements HandlerExceptionResolver, Ordered {

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        ProblemDetail problem = problem(failure);
        if (problem == null) {
            return null;
        }
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            json.writeValue(response.getOutputStream(), problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelAndView();
    }

    private static @Nullable ProblemDetail problem(Exception failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof ParameterMappingException wrong) {
            return problem(
                    HttpStatus.BAD_REQUEST,
                    wrong.getParameter().getName() + ": "
                            + NestedExceptionUtils.getMostSpecificCause(wrong).getMessage());
        }
        if (cause instanceof MissingParametersException missing) {
            return problem(HttpStatus.BAD_REQUEST, String.valueOf(missing.getReason()));
        }
        if (failure instanceof IllegalArgumentException) {
            return problem(HttpStatus.BAD_REQUEST, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof IllegalStateException) {
            return problem(HttpStatus.CONFLICT, String.valueOf(failure.getMessage()));
        }
        return failure instanceof DataAccessException
                        || failure instanceof JmsException
                        || failure instanceof TransactionException
                ? problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure)
                                .getMessage()))
                : null;
    }

    private static ProblemDetail problem(HttpStatus status, String detail) {
        return ProblemDetail.forStatusAndDetail(status, detail);
    }
}
