package upvest.gateway.howto;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/how-to/call-an-http-api.md}, as it stands there, with an API that answers, and with the component's jars in
 * {@code ext/}, as {@code docs/how-to/add-a-component.md} says.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class CallAnHttpApiTest {
    private static final Path PAGE = Path.of("docs/how-to/call-an-http-api.md");
    private static final Pattern COMPONENT = Pattern.compile("(camel-http-\\d|httpclient5-|httpcore5-).*\\.jar");
    private static final String REFUSED_ONCE = "5b0f5c4e-53b3-4a6c-8a36-0f3d86f0a002";

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void callsAsThePageSays(@TempDir Path folder) throws Exception {
        HttpServer crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        crm.createContext("/", this::answer);
        crm.start();
        String address = "http://127.0.0.1:" + crm.getAddress().getPort();
        try (WorkingCopy copy = new WorkingCopy(folder)) {
            addComponent(folder.resolve("ext"));
            String page = Files.readString(PAGE).replace("http://127.0.0.1:8099", address);
            HowToTest.follow(Files.writeString(folder.resolve("page.md"), page), copy);
            copy.run("bin/gateway check", true);
        } finally {
            crm.stop(0);
        }
    }

    private static void addComponent(Path ext) throws IOException {
        Files.createDirectories(ext);
        String[] jars = System.getProperty("java.class.path").split(File.pathSeparator);
        for (Path jar : Stream.of(jars).map(Path::of).toList()) {
            if (COMPONENT.matcher(jar.getFileName().toString()).matches()) {
                Files.copy(jar, ext.resolve(jar.getFileName()));
            }
        }
        assertThat(ext).isDirectoryContaining("glob:**/camel-http-*.jar");
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            byte[] list = String.join("", seen).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
        } else {
            String event = exchange.getRequestHeaders().getFirst("UpvestEventId");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean again = seen.stream().anyMatch(line -> line.startsWith(event));
            int status = !body.contains(event) ? 400 : again ? 200 : event.equals(REFUSED_ONCE) ? 422 : 503;
            seen.add(event + "  " + exchange.getRequestHeaders().getFirst("Authorization") + "  " + status + "\n");
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }
}
