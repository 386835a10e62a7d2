package upvest.gateway.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What {@code bin/gateway} printed, and how it ended.
 *
 * @param out with what it complained about
 */
public record Typed(int code, String out) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Runs {@code bin/gateway} as an operator of this gateway would. */
    public static Typed type(TestGateway gateway, String... words) throws IOException, InterruptedException {
        return ended(begin(gateway, words));
    }

    /** Starts it. */
    public static Process begin(TestGateway gateway, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("bin/gateway"));
        command.addAll(List.of(words));
        command.addAll(List.of("--url", gateway.actuatorUrl("").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("UPVEST_DATA", gateway.data().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Waits for the end of one that was started. */
    public static Typed ended(Process process) throws IOException, InterruptedException {
        CompletableFuture.delayedExecutor(LONGEST.toMinutes(), TimeUnit.MINUTES)
                .execute(process::destroyForcibly); // nothing is waited for without end
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(process.info().commandLine().orElse("bin/gateway") + " does not end");
        }
        return new Typed(process.exitValue(), out);
    }
}
