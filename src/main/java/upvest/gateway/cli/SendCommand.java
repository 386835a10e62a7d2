package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway send}. */
@Command(
        name = "send",
        description = "Signs deliveries and posts them, as Upvest would.",
        exitCodeList = {
            "0:every delivery was answered 200",
            "1:some were not",
            "2:invalid command line",
            "3:the gateway cannot be reached"
        })
final class SendCommand extends ShellCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Deliveries to send, such as samples/published/*.json")
    private List<Path> files = List.of();

    @Option(
            names = "--url",
            defaultValue = "${env:GATEWAY_URL:-http://127.0.0.1:8080/webhooks/upvest}",
            description = "Where to post; default: GATEWAY_URL or http://127.0.0.1:8080/webhooks/upvest")
    private URI url = URI.create("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            defaultValue = "${sys:gateway.home:-.}/config/quick-start/signing-key.json",
            description = "Private key to sign with, a JSON Web Key; default: config/quick-start/signing-key.json")
    private Path key = Path.of("");

    @Option(names = "--unsigned", description = "Leave the signature out.")
    private boolean unsigned;

    @Option(names = "--fresh-ids", description = "Give every event a new id, which the gateway has not seen.")
    private boolean freshIds;

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "1", description = "Send each file N times.")
    private int repeat = 1;

    @Option(names = "--curl", description = "Print the curl command instead of sending.")
    private boolean curl;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (repeat < 1) {
            throw new IllegalArgumentException("--repeat must be at least 1");
        }
        Signer signer = unsigned ? null : Signer.read(key, Clock.systemUTC());
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        boolean all = true;
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw new IllegalArgumentException(file + " is a folder: name the files in it");
            }
            byte[] delivery = Files.readAllBytes(file);
            all &= (repeat == 1 || curl)
                    ? sendOnce(http, signer, file, delivery)
                    : sendOften(http, signer, file, delivery);
        }
        return all ? 0 : GatewayCommand.NOT_ALL;
    }

    private boolean sendOnce(HttpClient http, @Nullable Signer signer, Path file, byte[] delivery)
            throws IOException, InterruptedException {
        byte[] body = freshIds ? withFreshIds(delivery) : delivery;
        if (curl) {
            out().println(curl(signer, file, body));
            return true;
        }
        long start = System.nanoTime();
        int status = post(http, signer, body);
        out().printf("%s  %s  %d in %d ms%n", file, events(body), status, millisSince(start));
        return status == 200;
    }

    private boolean sendOften(HttpClient http, @Nullable Signer signer, Path file, byte[] delivery)
            throws IOException, InterruptedException {
        Map<Integer, Integer> answers = new TreeMap<>();
        long start = System.nanoTime();
        long shown = start;
        for (int sent = 1; sent <= repeat; sent++) {
            answers.merge(post(http, signer, freshIds ? withFreshIds(delivery) : delivery), 1, Integer::sum);
            if (System.nanoTime() - shown > 500_000_000L) {
                shown = System.nanoTime();
                err().printf("%s  %d of %d sent, %s%n", file, sent, repeat, summary(answers));
                err().flush();
            }
        }
        out().printf(
                        "%s  %s, %d times: %s in %d ms%n",
                        file, events(delivery), repeat, summary(answers), millisSince(start));
        return answers.keySet().equals(java.util.Set.of(200));
    }

    private int post(HttpClient http, @Nullable Signer signer, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers(signer, body).forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private Map<String, String> headers(@Nullable Signer signer, byte[] body) {
        return signer == null ? Signer.unsignedHeaders() : signer.headers(url, body, Signer.unsignedHeaders());
    }

    private String curl(@Nullable Signer signer, Path file, byte[] body) {
        String headers = headers(signer, body).entrySet().stream()
                .map(header -> "  -H " + quoted(header.getKey() + ": " + header.getValue()))
                .collect(Collectors.joining(" \\\n"));
        String data = freshIds
                ? "--data-binary " + quoted(new String(body, StandardCharsets.UTF_8))
                : "--data-binary " + quoted("@" + file);
        return "curl -i -X POST " + quoted(url.toString()) + " \\\n" + headers + " \\\n  " + data;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Replaces the events' ids in the text, and nothing else; an id that occurs twice stays the same id twice. */
    private static byte[] withFreshIds(byte[] delivery) {
        Map<String, String> fresh = new HashMap<>();
        payload(delivery)
                .forEach(event ->
                        fresh.put(event.path("id").asText(), UUID.randomUUID().toString()));
        return ID.matcher(new String(delivery, StandardCharsets.UTF_8))
                .replaceAll(id -> fresh.getOrDefault(id.group(), id.group()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String events(byte[] delivery) {
        int events = payload(delivery).size();
        return events + (events == 1 ? " event" : " events");
    }

    /** The events; none when it is no JSON, which is a thing to try as well. */
    private static JsonNode payload(byte[] delivery) {
        try {
            return JSON.readTree(delivery).path("payload");
        } catch (IOException e) {
            return JSON.createArrayNode();
        }
    }

    private static String summary(Map<Integer, Integer> answers) {
        return answers.entrySet().stream()
                .map(answer -> answer.getValue() + " answered " + answer.getKey())
                .collect(Collectors.joining(", "));
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
