package upvest.bench.peer;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import upvest.bench.common.Shared;
import upvest.gateway.intake.Age;
import upvest.gateway.intake.CryptoProvider;
import upvest.gateway.intake.SignatureVerifier;
import upvest.gateway.intake.SignedDigest;
import upvest.gateway.intake.TrustedKeys;
import upvest.gateway.intake.WebhookRequest;

/**
 * The practical limit: a server written by hand, without Camel and without Spring, for this one job, in the gateway's
 * shape: store first, then route. It gives the gateway's guarantees: strict JSON, the same schema, each event its exact
 * text, claims that are owned by their delivery, one broker transaction for what it takes from the inbox. It has no routes,
 * metrics, limits, time-outs or management.
 */
public final class Floor {
    private Floor() {}

    public static void main(String[] arguments) throws Exception {
        Shared shared = Shared.of(arguments);
        FloorDelivery delivery = new FloorDelivery(shared);
        SignatureVerifier verifier = shared.signed() ? verifier() : null;
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(
                Files.createDirectories(shared.data().resolve("tomcat")).toString());
        Connector connector = new Connector();
        connector.setPort(shared.port());
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "floor", new HttpServlet() {
            @Override
            protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setStatus(answer(request, delivery, verifier));
            }
        });
        context.addServletMappingDecoded(Shared.PATH, "floor");
        tomcat.start();
        tomcat.getServer().await();
    }

    private static int answer(HttpServletRequest request, FloorDelivery delivery, SignatureVerifier verifier)
            throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        try {
            if (verifier != null) {
                SignedDigest signed = verifier.verify(head(request)).digest();
                signed.check(MessageDigest.getInstance(signed.algorithm()).digest(body));
            }
        } catch (Exception e) {
            return 401;
        }
        try {
            delivery.store(body);
            return 200;
        } catch (Exception e) {
            e.printStackTrace();
            return 503;
        }
    }

    private static WebhookRequest head(HttpServletRequest request) {
        WebhookRequest.Headers headers = new WebhookRequest.Headers();
        request.getHeaderNames().asIterator().forEachRemaining(name -> request.getHeaders(name)
                .asIterator()
                .forEachRemaining(value -> headers.add(name, value)));
        return new WebhookRequest(
                request.getMethod(), request.getRequestURI(), request.getQueryString(), headers.map());
    }

    private static SignatureVerifier verifier() {
        Clock clock = Clock.systemUTC();
        TrustedKeys keys = TrustedKeys.of(Path.of("config/quick-start/jwks.json"), clock);
        return new SignatureVerifier(
                keys,
                clock,
                new Age(Duration.ofMinutes(5), Duration.ofMinutes(5)),
                false,
                CryptoProvider.load().provider());
    }
}
