package upvest.bench.peer;

import io.vertx.core.Vertx;
import upvest.bench.common.Shared;

/** Reads a delivery, answers 200 and does nothing: how fast the load itself can be. */
public final class Ceiling {
    private Ceiling() {}

    public static void main(String[] arguments) {
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(request ->
                        request.body().onSuccess(body -> request.response().end()))
                .listen(Shared.of(arguments).port(), "127.0.0.1")
                .onFailure(failure -> System.exit(1));
    }
}
