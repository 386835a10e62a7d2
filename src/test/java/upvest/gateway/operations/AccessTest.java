package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Message;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import upvest.gateway.testing.TestGateway;

/** Who gets what at the management port. */
@ExtendWith(OutputCaptureExtension.class)
class AccessTest {
    private static final String VIEWER = "vera:look but do not touch";
    private static final String OPERATOR = "olaf:whatever it takes";
    private static final String REHEARSE =
            "{\"type\":\"exec\",\"mbean\":\"upvest.gateway:type=Endpoint,name=Routes\",\"operation\":\"apply\","
                    + "\"arguments\":[true,null]}";

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateway.start(Map.of(
                "upvest.operators[0].name", "vera",
                "upvest.operators[0].password", hash(VIEWER),
                "upvest.operators[0].role", "viewer",
                "upvest.operators[1].name", "olaf",
                "upvest.operators[1].password", hash(OPERATOR),
                "upvest.operators[1].role", "operator"));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    private static String hash(String nameAndPassword) {
        return "{bcrypt}" + new BCryptPasswordEncoder(4).encode(nameAndPassword.split(":")[1]);
    }

    @Test
    void whoIsNotLoggedInSeesWhetherItLivesAndIsReadyAndNothingElse() throws Exception {
        assertThat(get("health/liveness", null).body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("health/readiness", null).body()).isEqualTo("{\"status\":\"UP\"}");
        for (String page : List.of("", "health", "health/readiness/db", "info", "metrics", "prometheus", "drift")) {
            assertThat(get(page, null).statusCode()).as(page).isEqualTo(401);
        }
        for (String page : List.of("hawtio", "hawtio/index.html", "hawtio/user", "jolokia", "hawtio/jolokia")) {
            assertThat(get(page, null).statusCode()).as(page).isEqualTo(401);
        }
        assertThat(jolokia(null, REHEARSE).statusCode()).isEqualTo(401);
        assertThat(get("prometheus", "vera:wrong").statusCode()).isEqualTo(401);
        assertThat(get("prometheus", "nobody:at all").statusCode()).isEqualTo(401);
    }

    @Test
    void aViewerSeesHealthWithDetailsAndMetrics() throws Exception {
        assertThat(get("health", VIEWER).body()).contains("\"contract\":\"published\"");
        assertThat(get("health/readiness", VIEWER).body()).contains("\"gateway\":{");
        assertThat(get("prometheus", VIEWER).body()).contains("upvest_events_total");
        assertThat(get("hawtio/user", VIEWER).body()).isEqualTo("\"vera\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'exec','mbean':'upvest.gateway:type=Endpoint,name=Routes','operation':'running'}",
                "{'type':'exec','mbean':'upvest.gateway:type=Endpoint,name=Replay','operation':'progress'}",
                "{'type':'exec','mbean':'upvest.gateway:type=Endpoint,name=Objects','operation':'object',"
                        + "'arguments':['c6c80e2b-c8c6-44b2-bb84-44d18e317041']}",
                "{'type':'search','mbean':'upvest.gateway:*'}",
                "{'type':'list'}",
                "{'type':'exec','mbean':'upvest.gateway:type=Endpoint,name=Reconcile','operation':'reconcile',"
                        + "'arguments':['2026-01-01T00:00:00Z','2026-01-02T00:00:00Z']}",
                "{'type':'exec','mbean':'hawtio:type=security,name=RBACRegistry','operation':'list()'}",
                "{'type':'exec','mbean':'org.apache.camel:context=upvest-gateway,type=context,name=\\\"upvest-gateway\\\"',"
                        + "'operation':'dumpRoutesAsXml()'}"
            })
    void whatReadsIsForViewers(String request) throws Exception {
        assertThat(status(jolokia(VIEWER, request.replace('\'', '"')))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "minutes",
                "whoami",
                "events",
                "events/c6c80e2b-c8c6-44b2-bb84-44d18e317041",
                "deliveries/c6c80e2b-c8c6-44b2-bb84-44d18e317041",
                "objects/c6c80e2b-c8c6-44b2-bb84-44d18e317041",
                "reconcile",
                "drift",
                "audit",
                "routes",
                "queues/orders",
                "setaside/dead",
                "pause",
                "replay",
                "purge",
                "erase"
            })
    void operationsThatReadAreForViewersAndNobodyElse(String operation) throws Exception {
        assertThat(get(operation, null).statusCode()).isEqualTo(401);
        assertThat(get(operation, VIEWER).statusCode()).isEqualTo(200);
        HttpResponse<String> elsewhere =
                send(request(operation, OPERATOR).header("Origin", "https://elsewhere.example"));
        assertThat(elsewhere.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "routes | {'dryRun':true} | apply",
                "pause  | {'what':'orders','why':'a look'} | pause orders",
                "replay | {'channel':'dead','type':'ORDER','dryRun':true} | replay dead",
                "purge  | {'channel':'dead','ids':'x,y','dryRun':true,'limit':5} | purge dead",
                "erase  | {'object':'c6c80e2b-c8c6-44b2-bb84-44d18e317041','dryRun':true} | erase"
            })
    void operationsThatDoSomethingAreForOperatorsAndInTheAudit(String operation, String body, String action)
            throws Exception {
        String json = body.replace('\'', '"');
        assertThat(post(operation, null, json).statusCode()).isEqualTo(401);
        assertThat(post(operation, VIEWER, json).statusCode()).isEqualTo(403);
        HttpResponse<String> done = post(operation, OPERATOR, json);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            JsonNode rows = new ObjectMapper().readTree(get("audit", VIEWER).body());
            assertThat(rows).anySatisfy(row -> {
                assertThat(row.path("action").asText()).isEqualTo(action);
                assertThat(row.path("who").asText()).isEqualTo("olaf");
            });
        });
        assertThat(send(request("pause/orders", VIEWER).DELETE()).statusCode()).isEqualTo(403);
        assertThat(send(request("pause/orders", OPERATOR).DELETE()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyIsForOperatorsAndInTheAudit() throws Exception {
        assertThat(get("queues/orders/ID:1", null).statusCode()).isEqualTo(401);
        assertThat(get("queues/orders/ID:1", VIEWER).statusCode()).isEqualTo(403);
        assertThat(get("queues/orders/ID:1", OPERATOR).statusCode()).isEqualTo(200);
        String show =
                "{\"type\":\"exec\",\"mbean\":\"upvest.gateway:type=Endpoint,name=Queues\",\"operation\":\"show\","
                        + "\"arguments\":[\"orders\",\"ID:2\",null]}";
        assertThat(status(jolokia(VIEWER, show))).isEqualTo(403);
        assertThat(status(jolokia(OPERATOR, show))).isEqualTo(200);
        assertThat(get("audit?limit=1000", VIEWER).body())
                .contains("\"show upvest.orders\",\"arguments\":\"message=ID:1\"")
                .contains("\"show upvest.orders\",\"arguments\":\"message=ID:2\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay | {'all':true,'dryRun':true} | Missing parameters: channel",
                "replay | {'channel':'dead','all':true} | Missing parameters: dryRun",
                "replay | {'channel':'dead','typ':'X','dryRun':true} | say which: ids, reason",
                "replay | {'channel':'dead','since':'noon','dryRun':true} | since: Text 'noon' could not be parsed",
                "replay | {'channel':'orders','all':true,'dryRun':true} | 'orders' is not a service channel",
                "replay | {'channel':'dead','all':true,'dryRun':'perhaps'} | dryRun: Invalid boolean value 'perhaps'",
                "purge  | {'channel':'dead','all':true,'dryRun':true,'limit':0} | limit: write 1 or more",
                "erase  | {'object':'c6c8','dryRun':true} | 'c6c8' is not an object id",
                "pause  | {'what':'dead'} | 'dead' cannot be paused"
            })
    void wrongWordsAreAnsweredInASentence(String operation, String body, String sentence) throws Exception {
        HttpResponse<String> refused = post(operation, OPERATOR, body.replace('\'', '"'));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(new ObjectMapper().readTree(refused.body()).path("detail").asText())
                .startsWith(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events/x | 'x' is not an id",
                "events?since=noon | 'noon' is not a time",
                "audit?limit=many | limit: For input string: \"many\"",
                "replay/99 | there is no replay 99 any more"
            })
    void wrongAddressesAreAnsweredInASentence(String address, String sentence) throws Exception {
        HttpResponse<String> refused = get(address, VIEWER);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(new ObjectMapper().readTree(refused.body()).path("detail").asText())
                .startsWith(sentence);
    }

    private static HttpResponse<String> post(String operation, String who, String json) throws Exception {
        return send(request(operation, who)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    @Test
    void hawtiosWayToOtherServersOfThisMachineIsClosed() throws Exception {
        String proxy = "hawtio/proxy/http/127.0.0.1/" + gateway.actuatorUrl("").getPort() + "/actuator/health";
        assertThat(get(proxy, VIEWER).statusCode()).isEqualTo(403);
        assertThat(get(proxy, OPERATOR).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'exec','mbean':'upvest.gateway:type=Endpoint,name=Routes','operation':'apply',"
                        + "'arguments':[true,'']}",
                "{'type':'exec','mbean':'upvest.gateway:type=Endpoint,name=Replay','operation':'replay',"
                        + "'arguments':['dead','','','ORDER','','','',null,true,10,null,'','']}",
                "{'type':'exec','mbean':'upvest.gateway:type=Endpoint,name=Purge','operation':'purge',"
                        + "'arguments':['dead','x',null,null,null,null,null,null,true,null,null,null]}",
                "{'type':'write','mbean':'java.lang:type=Memory','attribute':'Verbose','value':false}",
                "{'type':'read','mbean':'org.apache.activemq.artemis:broker=\\\"upvest-gateway\\\",component=addresses,"
                        + "address=\\\"upvest.orders\\\",subcomponent=queues,routing-type=\\\"anycast\\\","
                        + "queue=\\\"upvest.orders\\\"','attribute':'FirstMessageAsJSON'}",
                "{'type':'exec','mbean':'org.apache.activemq.artemis:broker=\\\"upvest-gateway\\\",component=addresses,"
                        + "address=\\\"upvest.orders\\\",subcomponent=queues,routing-type=\\\"anycast\\\","
                        + "queue=\\\"upvest.orders\\\"','operation':'browse()'}"
            })
    void whatDoesSomethingOrShowsMessagesIsForOperators(String request) throws Exception {
        assertThat(status(jolokia(VIEWER, request.replace('\'', '"')))).isEqualTo(403);
        assertThat(status(jolokia(OPERATOR, request.replace('\'', '"')))).isEqualTo(200);
    }

    @Test
    void viewersReadNoExpressionsOfRoutes() throws Exception {
        String read = "{\"type\":\"read\",\"mbean\":\"org.apache.camel:context=upvest-gateway,type=processors,*\","
                + "\"attribute\":\"Expression\"}";
        assertThat(jolokia(VIEWER, read).body()).doesNotContain("UpvestDigestEvents");
        assertThat(jolokia(OPERATOR, read).body()).contains("UpvestDigestEvents");
    }

    @Test
    void viewersReadNoSecretsOfTheCommandLine() throws Exception {
        String read = "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"SystemProperties\"}";
        assertThat(status(jolokia(VIEWER, read))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://elsewhere.example", "http://127.0.0.1:1", "http://localhost", "null", "no address"})
    void noPageOfAnotherSiteOrPortAsks(String origin) throws Exception {
        HttpResponse<String> elsewhere =
                send(request("jolokia", OPERATOR).header("Origin", origin).POST(BodyPublishers.ofString(REHEARSE)));
        assertThat(elsewhere.statusCode()).isEqualTo(403);
    }

    @Test
    void nothingIsDoneByALink() throws Exception {
        HttpResponse<String> link =
                send(request("jolokia/exec/upvest.gateway:type=Endpoint,name=Routes/apply/true/x", OPERATOR));
        assertThat(status(link)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'read','mbean':'java.lang:type=Memory','attribute':'HeapMemoryUsage',"
                        + "'target':{'url':'service:jmx:rmi:///jndi/rmi://127.0.0.1:PORT/x'}}",
                "{'type':'read','mbean':'proxy@java.lang:type=Memory','attribute':'HeapMemoryUsage',"
                        + "'target':{'url':'service:jmx:rmi:///jndi/rmi://127.0.0.1:PORT/x'}}",
                "{'type':'read','mbean':'spring@x:name=clock'}",
                "{'type':'list','target':{'url':'service:jmx:rmi:///jndi/rmi://127.0.0.1:PORT/x'}}"
            })
    void noOtherProcessIsAsked(String request) throws Exception {
        try (ServerSocketChannel elsewhere = ServerSocketChannel.open()) {
            elsewhere.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
            String port = Integer.toString(elsewhere.socket().getLocalPort());
            String text = request.replace('\'', '"').replace("PORT", port);
            assertThat(status(jolokia(VIEWER, text))).isEqualTo(403);
            assertThat(status(jolokia(OPERATOR, text))).isEqualTo(403);
            assertThat(elsewhere.accept()).as("a connection").isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'notification','command':'register'}",
                "{'type':'notification','command':'add','client':'x','mode':'pull','mbean':'java.lang:type=Memory'}"
            })
    void nobodyRegistersForNotifications(String request) throws Exception {
        assertThat(status(jolokia(VIEWER, request.replace('\'', '"')))).isEqualTo(403);
        assertThat(status(jolokia(OPERATOR, request.replace('\'', '"')))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dumpRoutesAsXml(boolean)|[true]", "dumpRoutesAsXml(boolean,boolean)|[true,false]"})
    void routesWithTheValuesOfSettingsAreForOperators(String dump) throws Exception {
        String request = "{\"type\":\"exec\",\"mbean\":\"org.apache.camel:context=upvest-gateway,type=context,"
                + "name=\\\"upvest-gateway\\\"\",\"operation\":\"" + dump.replace("|", "\",\"arguments\":") + "}";
        assertThat(status(jolokia(VIEWER, request))).isEqualTo(403);
        assertThat(status(jolokia(OPERATOR, request))).isEqualTo(200);
    }

    @Test
    void theReasonsOfAStatusQuoteNoEvent() throws Exception {
        for (String reason : List.of(
                "NumberFormatException: For input string: \"DE89370400440532013000\"\nErika",
                "/created_at: format date-time")) {
            gateway.bean(JmsTemplate.class).send("upvest.dead", session -> {
                Message message = session.createTextMessage("{}");
                message.setStringProperty("UpvestFailure", reason);
                return message;
            });
        }
        String status =
                "{\"type\":\"exec\",\"mbean\":\"upvest.gateway:type=Endpoint,name=Status\",\"operation\":\"status\"}";
        assertThat(get("status", VIEWER).body() + jolokia(VIEWER, status).body())
                .contains("\"NumberFormatException\":1", "created_at: format date-time")
                .doesNotContain("DE893704", "Erika");
    }

    @Test
    void whatAnOperatorDoesThroughJolokiaIsInTheAudit() throws Exception {
        String collect = "{\"type\":\"exec\",\"mbean\":\"java.lang:type=Memory\",\"operation\":\"gc()\"}";
        assertThat(status(jolokia(OPERATOR, collect))).isEqualTo(200);
        String newest =
                "{\"type\":\"exec\",\"mbean\":\"upvest.gateway:type=Endpoint,name=Audit\",\"operation\":\"newest\","
                        + "\"arguments\":[1]}";
        JsonNode row =
                new ObjectMapper().readTree(jolokia(VIEWER, newest).body()).at("/value/0");
        assertThat(row.path("who").asText()).isEqualTo("olaf");
        assertThat(row.path("action").asText()).isEqualTo("jolokia gc()");
        assertThat(row.path("arguments").asText()).isEqualTo("java.lang:type=Memory");
    }

    @Test
    void aRefusedLoginIsLoggedWithNameAndAddressInOneLine(CapturedOutput output) throws Exception {
        assertThat(get("prometheus", "ve\nra\u001b[2J:wrong").statusCode()).isEqualTo(401);
        assertThat(output.getOut())
                .contains("login refused at the management port name=\"ve?ra?[2J\" from=\"127.0.0.1\"");
    }

    @Test
    void anEscapedSpellingOpensNoWay(CapturedOutput output) throws Exception {
        for (String page : List.of("hawtio/%70roxy/http/127.0.0.1/1", "hawtio/%75ser", "%6aolokia", "%68ealth")) {
            assertThat(get(page, null).statusCode()).as(page).isEqualTo(401);
        }
        assertThat(get("hawtio/%70roxy/http/127.0.0.1/1", OPERATOR).statusCode())
                .isIn(401, 403, 404);
        assertThat(output.getOut()).doesNotContain("Servlet.service()");
    }

    @Test
    void aBrowsersSessionNeedsTheTokenOfItsOwnPages() throws Exception {
        CookieManager cookies = new CookieManager();
        HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();
        URI login = gateway.actuatorUrl("").resolve("/login");
        browser.send(HttpRequest.newBuilder(login).build(), BodyHandlers.discarding());
        String form = "username=olaf&password=whatever+it+takes&_csrf=";
        assertThat(post(browser, login, form).statusCode()).as("without token").isEqualTo(403);
        HttpResponse<String> in = post(browser, login, form + token(cookies));
        assertThat(in.headers().firstValue("Location"))
                .hasValueSatisfying(page -> assertThat(page).endsWith("/actuator/hawtio/"));
        assertThat(in.headers().allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("SameSite=Strict"));
        assertThat(open(browser, "health")).isEqualTo(200);
        assertThat(rehearse(browser, "jolokia", null).statusCode())
                .as("without token")
                .isEqualTo(403);
        assertThat(rehearse(browser, "jolokia?_csrf=" + token(cookies), null).statusCode())
                .as("token in the address")
                .isEqualTo(403);
        assertThat(status(rehearse(browser, "jolokia", token(cookies)))).isEqualTo(200);
        assertThat(open(browser, "hawtio/auth/logout")).isIn(200, 302);
        assertThat(open(browser, "health")).as("after a link to the logout").isEqualTo(200);
        assertThat(post(browser, gateway.actuatorUrl("").resolve("/logout"), "_csrf=" + token(cookies))
                        .statusCode())
                .isIn(204, 302);
        assertThat(open(browser, "health")).isEqualTo(401);
    }

    private static int open(HttpClient browser, String page) throws Exception {
        return browser.send(HttpRequest.newBuilder(gateway.actuatorUrl(page)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpResponse<String> rehearse(HttpClient browser, String page, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.actuatorUrl(page))
                .header("Origin", origin())
                .POST(BodyPublishers.ofString(REHEARSE));
        return browser.send(
                token == null
                        ? request.build()
                        : request.header("X-XSRF-TOKEN", token).build(),
                BodyHandlers.ofString());
    }

    /** Of the gateway's own pages. */
    private static String origin() {
        return gateway.actuatorUrl("").resolve("/").toString().replaceFirst("/$", "");
    }

    private static String token(CookieManager cookies) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> post(HttpClient browser, URI url, String form) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void noFilterOfTheLoginStandsBeforeTheIntake() throws Exception {
        assertThat(gateway.bean(ServletContext.class).getFilterRegistrations().keySet())
                .contains("intakeFilter")
                .noneMatch(filter -> filter.toLowerCase(Locale.ROOT).contains("security"));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(gateway.url()).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().map().keySet()).doesNotContain("set-cookie", "x-frame-options", "cache-control");
    }

    private static int status(HttpResponse<String> answer) throws IOException {
        JsonNode told = new ObjectMapper().readTree(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return told.path("status").asInt();
    }

    private static HttpResponse<String> jolokia(String who, String text) throws Exception {
        return send(request("jolokia", who).header("Origin", origin()).POST(BodyPublishers.ofString(text)));
    }

    private static HttpResponse<String> get(String page, String who) throws Exception {
        return send(request(page, who));
    }

    private static HttpRequest.Builder request(String page, String who) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.actuatorUrl(page));
        return who == null ? request : request.header("Authorization", TestGateway.basic(who));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
