package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.check.Copy;
import upvest.gateway.live.RoutesElsewhere;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** Hawtio and its tab Upvest as operators see it, in a real browser. The documentation shows some of the screenshots. */
class HawtioTest {
    private static final String HOSTILE = "<img src=x onerror='window.struck=1'> 100% _!";
    private static final String GIVEN_BACK = "Replay: a consumer gave it back too often, or it expired";

    private static final String ORDERS = "routes/domains/orders.camel.yaml";
    private static final String TO_ACCOUNTS =
            """
                    - to:
                        uri: kamelet:queue-sink
                        parameters:
                          channel: accounts
            """;

    @TempDir
    static Path folder;

    private static Copy routes;
    private static TestGateway gateway;
    private static JsonNode alone;
    private static HawtioBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                HawtioBrowser.installed(),
                "no chromium and chromedriver in /usr/bin: apt-get install chromium chromium-driver");
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(HawtioBrowser.PASSWORD);
        routes = Copy.in(folder);
        FileSystemUtils.deleteRecursively(folder.resolve("routes/cases")); // they say that there is no second queue
        RoutesElsewhere.are(folder);
        gateway = TestGateway.start(
                Map.of(
                        "upvest.contract", "live",
                        "upvest.operators[0].name", "vera",
                        "upvest.operators[0].password", hash,
                        "upvest.operators[0].role", "viewer",
                        "upvest.operators[1].name", "olaf",
                        "upvest.operators[1].password", hash,
                        "upvest.operators[1].role", "operator"),
                RoutesElsewhere.class);
        gateway.as("olaf:" + HawtioBrowser.PASSWORD);
        for (String sample : List.of("every-type", "two-bad-among-five")) {
            deliver(Files.readString(Path.of("samples/live/" + sample + ".json")));
        }
        alone = new ObjectMapper()
                .readTree(Path.of("samples/live/every-type.json").toFile())
                .at("/payload/99"); // the only one of its object
        Channels.giveBack(gateway.brokerUrl(), "securities");
        browser = new HawtioBrowser(gateway.actuatorUrl("hawtio/"));
    }

    private static void deliver(String delivery) {
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    void atADesk() {
        browser.wide(1280, 900);
        browser.prefer("light");
    }

    @Test
    void anOperatorSeesWhatWaitsAndPausesAQueueAndTheIntake() throws IOException {
        browser.logIn("olaf");
        browser.read("Deliveries are accepted");
        assertThat(browser.address()).isEqualTo("upvest/now");
        assertThat(browser.text()).doesNotContain("No route found").contains("olaf, operator");
        browser.shoot("hawtio-now");
        assertThat(browser.text())
                .contains(
                        "process " + ProcessHandle.current().pid(),
                        InetAddress.getLocalHost().getHostName());
        browser.link("Queues");
        browser.link("orders");
        browser.see("//button[@aria-label='Headers']");
        assertThat(browser.clicks()).as("to a queue's messages").isEqualTo(2);
        browser.press("//button[@aria-label='Headers']");
        browser.read("UpvestDeliveryId");
        assertThat(browser.text()).doesNotContain("webhook_id");
        browser.button("Show the body");
        browser.read("webhook_id");
        assertThat(browser.address()).isEqualTo("upvest/queues/orders");
        browser.shoot("hawtio-queue");
        assertThat(audit()).anySatisfy(row -> assertThat(row).contains("olaf show upvest.orders"));

        pause("upvest/queues", "//tr[.//a[.='orders']]//button[.='Pause']", "Pause", "orders");
        pause("upvest/now", "//button[.='Pause the intake']", "Pause", "intake");
        browser.read("Upvest is blocked");
        resume("//button[.='Resume the intake']", "intake");
        browser.open("upvest/queues");
        resume("//tr[.//a[.='orders']]//button[.='Resume']", "orders");
        assertThat(audit()).anySatisfy(row -> assertThat(row).contains("olaf pause intake why='a look at intake'"));
    }

    private void pause(String page, String button, String confirm, String what) {
        browser.open(page);
        browser.click(button);
        browser.see("//footer");
        browser.see("//input[contains(@id, '-why')]").sendKeys("a look at " + what);
        browser.confirm(confirm);
        browser.read("by olaf: a look at " + what);
        assertThat(gateway.bean(Pause.class).all()).containsKey(what);
    }

    private void resume(String button, String what) {
        browser.click(button);
        browser.confirm("Resume");
        Awaitility.await()
                .untilAsserted(() -> assertThat(gateway.bean(Pause.class).all()).doesNotContainKey(what));
    }

    @Test
    void anOperatorReplaysAGroupAndPurgesAnother() throws Exception {
        browser.logIn("olaf");
        browser.tabTo("Set aside");
        browser.type(Keys.ENTER);
        browser.see("//button[@aria-label='" + GIVEN_BACK + "']");
        browser.shoot("hawtio-set-aside");
        browser.tabTo(GIVEN_BACK);
        browser.type(Keys.ENTER);
        browser.read("Where they would go");
        browser.shoot("hawtio-replay");
        assertThat(browser.isFocusIn("//*[@role='dialog']")).isTrue();
        browser.tabTo("Why, for the audit");
        browser.type("the consumer is mended");
        assertThat(browser.spoken().faults()).isEmpty();
        assertThat(browser.spoken().roles()).contains("dialog", "status", "textbox");
        browser.type(Keys.ESCAPE);
        Awaitility.await().until(() -> browser.focus().equals(GIVEN_BACK));
        browser.type(Keys.ENTER);
        browser.tabTo("Why, for the audit");
        browser.type("the consumer is mended");
        assertThat(Channels.depth("dead")).isOne();
        browser.tabTo("Replay 1");
        browser.type(Keys.ENTER);
        browser.read("replayed 1, all of it");
        browser.tabTo("Close");
        browser.type(Keys.ENTER);
        assertThat(browser.clicks()).as("all of it was typed").isZero();
        assertThat(Channels.depth("dead")).isZero();
        assertThat(Channels.drain(gateway.brokerUrl(), "securities"))
                .anySatisfy(message -> assertThat(message.property("UpvestReplay"))
                        .matches("by olaf at \\S+: the consumer is mended"));

        purgeTheFirstGroup("invalid");
        assertThat(audit())
                .anySatisfy(row -> assertThat(row).contains("olaf replay dead", "why='the consumer is mended'"))
                .anySatisfy(row -> assertThat(row).contains("olaf purge invalid", "all of it"));
    }

    private void purgeTheFirstGroup(String channel) throws Exception {
        long all = Channels.depth(channel);
        long few = firstGroup(channel);
        browser.open("upvest/now");
        browser.link(channel);
        browser.see("//button[starts-with(@aria-label, 'Replay: ')]");
        assertThat(browser.clicks()).as("to why something was set aside").isOne();
        browser.click("//button[starts-with(@aria-label, 'Purge: ')]");
        browser.see("//*[@id='work-count']");
        assertThat(browser.count("//footer//button[@disabled][starts-with(., 'Purge')]"))
                .isOne();
        browser.fill("work-count", Long.toString(few));
        browser.confirm("Purge " + few);
        browser.read("removed " + few + ", all of it");
        assertThat(browser.clicks()).as("to the end of a group").isEqualTo(3);
        assertThat(Channels.depth(channel)).isEqualTo(all - few);
    }

    private static long firstGroup(String channel) {
        return gateway.get("setaside/" + channel, JsonNode.class)
                .at("/groups/0/messages")
                .asLong();
    }

    @Test
    void aReplayThatSomebodyElseHasBegunIsSeenAndStopped() throws Exception {
        for (int i = 0; i < 500; i++) {
            send("upvest.unknown", "ORDER.NEW", "it was too early");
        }
        Map<String, Object> slowly =
                Map.of("channel", "unknown", "all", true, "dryRun", false, "rate", 1, "by", "the night shift");
        gateway.post("replay", slowly, WorkProgress.class);
        browser.logIn("olaf");
        browser.open("upvest/set-aside/unknown");
        browser.read("by olaf (the night shift)");
        browser.button("Stop the replay");
        browser.read("stopped by olaf");
        assertThat(gateway.get("replay", WorkProgress.class).running()).isFalse();
        assertThat(Channels.depth("unknown")).isPositive();
    }

    @Test
    void anOperatorFindsAnEventAndErasesItsObject() throws Exception {
        String object = alone.at("/object/id").asText();
        browser.logIn("olaf");
        browser.open("upvest/find");
        browser.fill("find-q", object);
        browser.button("Find");
        browser.read("An object with 1 event");
        browser.link(alone.path("id").asText());
        browser.read("Created by Upvest");
        browser.read("on upvest.valuations");
        browser.shoot("hawtio-event");

        browser.open("upvest/erase");
        browser.fill("erase-object", object);
        browser.fill("erase-why", "a request");
        browser.button("Dry run");
        browser.read("Dry run: everything was looked at, nothing was removed");
        assertThat(gateway.get("objects/" + object, EventRow[].class)).hasSize(1);
        browser.fill("erase-again", object);
        browser.button("Erase");
        browser.read("Erased: everything was looked at");
        browser.button("Save the report");
        assertThat(browser.saved("erase-" + object + ".json"))
                .contains("\"dryRun\": false", "\"upvest.valuations\": 1");
        assertThat(gateway.get("objects/" + object, EventRow[].class)).isEmpty();
        assertThat(audit()).anySatisfy(row -> assertThat(row).contains("olaf erase object=sha256:"));
    }

    @Test
    void theOtherPagesShowWhatTheCommandLineShows() throws Exception {
        browser.logIn("olaf");
        browser.open("upvest/completeness");
        browser.read("USER.CREATED");
        browser.shoot("hawtio-completeness");
        browser.button("CSV");
        assertThat(browser.saved("completeness.csv")).contains("\"USER.CREATED\",\"routed\",\"2\"");
        deliver(
                """
                {"payload":[{"id":"7a0c8f7e-8d2b-4f7a-b1a5-50d6e3b0c001","created_at":"2026-01-15T14:10:00Z",\
                "type":"ACCOUNT_STATEMENT.CREATED","object":{},"webhook_id":"9df39835-be87-4243-9018-f2500b39cee6"}]}""");
        browser.open("upvest/drift");
        browser.read("Contract live");
        browser.read("add to schemas/live/types.yaml: types ACCOUNT_STATEMENT.CREATED; fields none");
        browser.read("routes/domains/by-domain.camel.yaml");
        browser.shoot("hawtio-drift");
        browser.prefer("dark");
        browser.open("upvest/docs/runbooks/deliveries-are-refused.md");
        browser.read("Mitigation");
        browser.wide(390, 844);
        browser.open("upvest/now");
        browser.read("Deliveries are accepted");
        browser.shoot("hawtio-dark-narrow");
    }

    @Test
    void everyPartOfEveryPageHasANameThatAScreenReaderSays() {
        browser.logIn("olaf");
        for (String page : List.of(
                "now",
                "queues/users",
                "set-aside/invalid",
                "set-aside/invalid?type=REPORT.CREATED",
                "find?q=" + alone.at("/object/id").asText(),
                "event/" + alone.path("id").asText(),
                "completeness",
                "audit",
                "routes",
                "erase",
                "drift",
                "docs/README.md")) {
            browser.open("upvest/" + page);
            browser.see("//*[contains(@class, 'upvest-tab')]//*[self::h1 or self::h2 or self::table or self::form]");
            assertThat(browser.spoken().faults()).as(page).isEmpty();
        }
    }

    @Test
    void anOperatorAppliesWhatTheCheckHasFoundGood() throws Exception {
        browser.logIn("olaf");
        browser.open("upvest/routes");
        browser.read("The files in the folder are running");
        browser.button("Show the difference");
        browser.read("nothing has changed");

        routes.edit(ORDERS, "channel: orders", "channel: oders");
        browser.read("1 file differs from what runs");
        browser.see("//tr[contains(., '" + ORDERS + "')]//*[.='differs']");
        browser.button("Show the difference");
        browser.read("It would not be applied");
        browser.read("changed  " + ORDERS);
        assertThat(browser.text()).containsPattern(ORDERS + ":\\d+");
        assertThat(browser.count("//button[starts-with(., 'Apply')]")).isZero();

        String mended = Files.readString(folder.resolve(ORDERS)).replace("channel: oders", "channel: orders");
        routes.write(ORDERS, mended + TO_ACCOUNTS);
        browser.button("Show the difference");
        browser.read("ORDER.NEW  orders -> orders, accounts");
        browser.shoot("hawtio-routes");
        browser.button("Apply 1 file");
        browser.read("Applied: the files in the folder are running");
        browser.see("//tr[contains(., '" + ORDERS + "')][contains(., 'olaf')]//*[.='the same']");
        long before = Channels.depth("accounts");
        deliver(FreshIds.of(Files.readString(Path.of("samples/live/orders.json"))));
        Awaitility.await()
                .untilAsserted(() -> assertThat(Channels.depth("accounts")).isGreaterThan(before));
        browser.open("upvest/audit?words=apply");
        browser.read("dry run");
        assertThat(audit()).anySatisfy(row -> assertThat(row).contains("olaf apply " + ORDERS + " applied"));
    }

    @Test
    void aViewerSeesEverythingButBodiesAndMayChangeNothing() throws Exception {
        send("upvest.parked", HOSTILE, HOSTILE);
        browser.logIn("vera");
        browser.read("Deliveries are accepted");
        browser.open("upvest/set-aside/parked");
        browser.read(HOSTILE);
        assertThat(browser.count(
                        "//button[starts-with(@aria-label, 'Replay: ') or starts-with(@aria-label, 'Purge: ')]"))
                .isZero();
        browser.click("//a[contains(., 'onerror')]");
        browser.read("1 to 1, the oldest first");
        browser.open("upvest/queues/parked");
        browser.press("//button[@aria-label='Headers']");
        browser.read("UpvestFailure");
        assertThat(browser.count("//button[.='Show the body' or .='Pause' or .='Resume']"))
                .isZero();
        browser.shoot("hawtio-viewer");
        browser.open("upvest/erase");
        browser.read("This page is for operators");
        assertThat(browser.run(ask("queues/parked/ID:1"))).asString().startsWith("403");
        assertThat(browser.run(ask("setaside/parked")))
                .asString()
                .startsWith("200")
                .contains(HOSTILE);
        assertThat(browser.run("arguments[0](String(window.struck))")).isEqualTo("undefined");
    }

    /** A script that asks as the tab does. */
    private static String ask(String operation) {
        return "const done = arguments[0]; fetch('/actuator/" + operation + "').then(answer =>"
                + " answer.text().then(text => done(answer.status + ' ' + text)))";
    }

    @Test
    void camelsDiagramsAreThereAndTheLogoutEndsTheSession() throws IOException {
        browser.logIn("vera");
        browser.open("camel/routeDiagram?nid=org.apache.camel-CamelContexts-upvest-gateway-routes-reports-folder");
        browser.see("//*[contains(@class, 'react-flow__node')]");
        browser.click("//*[@id='org.apache.camel-CamelContexts-upvest-gateway-routes-reports-folder']"
                + "/descendant::*[text()='reports'][1]");
        browser.see("//*[contains(@class, 'react-flow__node')][contains(., 'kamelet:file-s')]");
        browser.shoot("hawtio-route");
        browser.click("//*[@id='hawtio-header-user-dropdown-toggle']");
        browser.click("//*[normalize-space(text())='Log out']");
        browser.click("//button[@type='submit']");
        browser.see("//input[@id='username']");
        browser.open("upvest/now");
        browser.see("//input[@id='username']");
    }

    private static void send(String queue, String type, String failure) {
        gateway.bean(JmsTemplate.class).send(queue, session -> {
            var message = session.createTextMessage("{}");
            message.setStringProperty("UpvestEventId", UUID.randomUUID().toString());
            message.setStringProperty("UpvestDeliveryId", UUID.randomUUID().toString());
            message.setStringProperty("UpvestEventType", type);
            message.setStringProperty("UpvestFailure", failure);
            return message;
        });
    }

    private static List<String> audit() {
        return gateway.bean(Audit.class).newest(1000).stream()
                .map(row -> row.who() + " " + row.action() + " " + row.arguments() + " " + row.outcome())
                .toList();
    }
}
