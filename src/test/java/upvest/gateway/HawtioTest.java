package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
import org.springframework.jms.core.JmsTemplate;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import upvest.gateway.audit.Audit;
import upvest.gateway.operations.EventRow;
import upvest.gateway.repair.Pause;
import upvest.gateway.repair.QueuesControl;
import upvest.gateway.repair.WorkProgress;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** Hawtio and its tab Upvest as operators see it, in a real browser. The documentation shows some of the screenshots. */
class HawtioTest {
    private static final String HOSTILE = "<img src=x onerror='window.struck=1'> 100% _!";
    private static final String GIVEN_BACK = "Replay: a consumer gave it back too often, or it expired";

    private static TestGateway gateway;
    private static JsonNode first;
    private static HawtioBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                HawtioBrowser.installed(),
                "no chromium and chromedriver in /usr/bin: apt-get install chromium chromium-driver");
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(HawtioBrowser.PASSWORD);
        gateway = TestGateway.start(Map.of(
                "upvest.operators[0].name", "vera",
                "upvest.operators[0].password", hash,
                "upvest.operators[0].role", "viewer",
                "upvest.operators[1].name", "olaf",
                "upvest.operators[1].password", hash,
                "upvest.operators[1].role", "operator"));
        gateway.as("olaf:" + HawtioBrowser.PASSWORD);
        for (String sample : List.of("every-type", "two-bad-among-five")) {
            String delivery = Files.readString(Path.of("samples/published/" + sample + ".json"));
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        }
        first = new ObjectMapper()
                .readTree(Path.of("samples/published/every-type.json").toFile())
                .at("/payload/0");
        Channels.giveBack(gateway.brokerUrl(), "securities");
        browser = new HawtioBrowser(gateway.actuatorUrl("hawtio/"));
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
        browser.link("Queues");
        browser.link("orders");
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
        browser.open("upvest/set-aside/dead");
        browser.see("//button[@aria-label='" + GIVEN_BACK + "']");
        browser.shoot("hawtio-set-aside");
        browser.click("//button[@aria-label='" + GIVEN_BACK + "']");
        browser.fill("work-why", "the consumer is mended");
        browser.read("Where they would go");
        browser.shoot("hawtio-replay");
        assertThat(Channels.depth("dead")).isOne();
        browser.confirm("Replay 1");
        browser.read("replayed 1, all of it");
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
        Object few = gateway.bean(QueuesControl.class).groups(channel).get(0).get("messages");
        browser.open("upvest/set-aside/" + channel);
        browser.click("//button[starts-with(@aria-label, 'Purge: ')]");
        browser.see("//*[@id='work-count']");
        assertThat(browser.count("//footer//button[@disabled][starts-with(., 'Purge')]"))
                .isOne();
        browser.fill("work-count", few.toString());
        browser.confirm("Purge " + few);
        browser.read("removed " + few + ", all of it");
        assertThat(Channels.depth(channel)).isEqualTo(all - (long) few);
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
        String object = first.at("/object/id").asText();
        browser.logIn("olaf");
        browser.open("upvest/find");
        browser.fill("find-q", object);
        browser.button("Find");
        browser.read("An object with 1 event");
        browser.link(first.path("id").asText());
        browser.read("Created by Upvest");
        browser.read("on upvest.users");
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
        assertThat(browser.saved("erase-" + object + ".json")).contains("\"dryRun\": false", "\"upvest.users\": 1");
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
        assertThat(browser.saved("completeness.csv")).contains("\"USER.CREATED\",\"routed\",\"1\"");
        browser.open("upvest/routes");
        browser.read("What is in the folder runs");
        browser.button("Show the difference");
        browser.read("nothing has changed");
        browser.open("upvest/audit?words=apply");
        browser.read("dry run");
        browser.open("upvest/drift");
        browser.read("Contract published");
        browser.prefer("dark");
        browser.open("upvest/docs/how-to/is-upvest-blocked.md");
        browser.read("How you know it worked");
        browser.wide(390, 844);
        browser.open("upvest/now");
        browser.read("Deliveries are accepted");
        browser.shoot("hawtio-dark-narrow");
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
        assertThat(browser.run(ask("show", "\"parked\",\"ID:1\",\"\"")))
                .asString()
                .contains("403");
        assertThat(browser.run(ask("groups", "\"parked\""))).asString().contains(HOSTILE);
        assertThat(browser.run("arguments[0](String(window.struck))")).isEqualTo("undefined");
    }

    /** A script that asks as the tab does. */
    private static String ask(String operation, String arguments) {
        return "const done = arguments[0]; fetch('/actuator/hawtio/jolokia', {method: 'POST', headers: {'X-XSRF-TOKEN':"
                + " document.cookie.match(/XSRF-TOKEN=([^;]+)/)[1]}, body: JSON.stringify({type: 'exec', mbean:"
                + " 'upvest.gateway:type=Queues', operation: '" + operation + "', arguments: [" + arguments
                + "]})}).then(answer => answer.text()).then(done)";
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
