package upvest.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upvest.gateway.testing.Output;
import upvest.gateway.testing.TestGateway;

/** A gateway that runs as in a container. */
final class Container implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern INTAKE = Pattern.compile("POST deliveries to +http://[^/]+:(\\d+)(\\S+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Health +http://[^/]+:(\\d+)/actuator/health");

    private final Process process;
    private final Map<String, String> environment;
    private final URI intake;
    private final String management;

    /** Waits until it says where it is. */
    Container(Process process, Map<String, String> environment) throws IOException {
        this.process = process;
        this.environment = environment;
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.startsWith("  Profile ")) {
            said.append(line).append('\n');
            line = output.readLine();
        }
        Matcher first = INTAKE.matcher(said);
        Matcher second = MANAGEMENT.matcher(said);
        boolean found = first.find() && second.find();
        assertThat(found).as("it starts:\n" + said).isTrue();
        intake = URI.create("http://127.0.0.1:" + first.group(1) + first.group(2));
        management = "http://127.0.0.1:" + second.group(1);
        Thread drain = new Thread(() -> Output.drain(output), "gateway-output");
        drain.setDaemon(true);
        drain.start();
    }

    Map<String, String> environment() {
        return environment;
    }

    URI intake() {
        return intake;
    }

    String management() {
        return management;
    }

    /**
     * The status of a page of the management port.
     *
     * @param login name and password with a colon between; null: nobody's
     */
    int get(String page, String login) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(management + page));
        if (login != null) {
            request.header("Authorization", TestGateway.basic(login));
        }
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /** SIGTERM; returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
