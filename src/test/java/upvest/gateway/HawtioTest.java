package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/**
 * Hawtio as operators see it, in a real browser. What it looked like is in {@code target/screenshots}; the pages of the
 * documentation show some of it.
 */
class HawtioTest {
    private static final String PASSWORD = "correct horse battery";
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofMinutes(2); // a slow machine with other things to do
    private static final String CAMEL = "org.apache.camel-CamelContexts-upvest-gateway-routes-";
    private static final String ORDERS =
            "org.apache.activemq.artemis-upvest-gateway-addresses-upvest.orders-queues-anycast-upvest.orders";

    private static TestGateway gateway;
    private ChromeDriver browser;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                installed("chromium") && installed("chromedriver"),
                "no chromium and chromedriver in /usr/bin: apt-get install chromium chromium-driver");
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);
        gateway = TestGateway.start(Map.of(
                "upvest.operators[0].name", "vera",
                "upvest.operators[0].password", hash,
                "upvest.operators[0].role", "viewer",
                "upvest.operators[1].name", "olaf",
                "upvest.operators[1].password", hash,
                "upvest.operators[1].role", "operator"));
        String delivery = Files.readString(Path.of("samples/published/every-type.json"));
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        Files.createDirectories(SCREENSHOTS);
    }

    private static boolean installed(String program) {
        return Files.isExecutable(Path.of("/usr/bin", program));
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    void open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,860");
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    @AfterEach
    void close() {
        browser.quit();
    }

    @Test
    void anOperatorSeesRoutesAndMessagesAndInvokesOperations() throws Exception {
        logIn("olaf");
        seeTheRoute();
        execute(ORDERS, "browse()");
        awaitText("ORDER.NEW");
        showResult();
        shoot("hawtio-queue");
        execute("upvest.gateway-Routes", "rehearse()");
        awaitText("nothing has changed");
        showResult();
        shoot("hawtio-operation");
        replayWhatAConsumerGaveBack();

        browser.findElement(By.id("hawtio-header-user-dropdown-toggle")).click();
        click("Log out");
        await("//button[@type='submit']");
        browser.findElement(By.xpath("//button[@type='submit']")).click();
        await("//input[@id='username']");
        open("/actuator/hawtio/jmx");
        await("//input[@id='username']");
    }

    @Test
    void aViewerSeesRoutesAndIsRefusedToInvokeAnything() throws IOException {
        logIn("vera");
        seeTheRoute();
        execute("upvest.gateway-Routes", "rehearse()");
        awaitText("Operation rehearse() forbidden");
        showResult();
        shoot("hawtio-viewer");
    }

    private void replayWhatAConsumerGaveBack() throws Exception {
        Channels.giveBack(gateway.brokerUrl(), "securities");
        String replay = expand("upvest.gateway-Replay", "replay(");
        fill(replay, "channel", "dead");
        fill(replay, "limit", "10");
        fill(replay, "rate", "0");
        fill(replay, "why", "the consumer is mended");
        clickOn(replay + "//button[normalize-space()='Execute']");
        awaitText("running");
        open("/actuator/hawtio/jmx/attributes?nid=upvest.gateway-Replay");
        awaitText("\"by\":\"olaf\"");
        shoot("hawtio-replay");
        Awaitility.await()
                .untilAsserted(() -> assertThat(Channels.depth("dead")).isZero());
        assertThat(Channels.drain(gateway.brokerUrl(), "securities"))
                .anySatisfy(message -> assertThat(message.property("UpvestReplay"))
                        .matches("by olaf at \\S+: the consumer is mended"));
    }

    private void logIn(String name) throws IOException {
        open("/actuator/hawtio/");
        browser.findElement(By.id("username")).sendKeys(name);
        browser.findElement(By.id("password")).sendKeys(PASSWORD);
        shoot("hawtio-login");
        browser.findElement(By.cssSelector("button[type=submit]")).click();
        await("//*[@id='hawtio-header-user-dropdown-toggle'][contains(., '" + name + "')]");
    }

    /** Hawtio selects all routes first, by itself. */
    private void seeTheRoute() throws IOException {
        await("//*[contains(@class, 'react-flow__node')]");
        select(CAMEL + "reports-folder", "reports");
        await("//*[@id='camel-content-header'][contains(., 'reports')]");
        await("//*[contains(@class, 'react-flow__node')][contains(., 'kamelet:file-s')]");
        new WebDriverWait(browser, PATIENCE)
                .until(ExpectedConditions.invisibilityOfElementLocated(
                        By.xpath("//*[contains(text(), 'No route found')]")));
        shoot("hawtio-route");
    }

    private void open(String page) {
        browser.get(gateway.actuatorUrl("").resolve(page).toString());
    }

    private void select(String node, String label) {
        clickOn("//*[@id='" + node + "']/descendant::*[text()='" + label + "'][1]");
    }

    private void execute(String mbean, String operation) {
        clickOn(expand(mbean, operation) + "//button[normalize-space()='Execute']");
    }

    /** @return where its parameters are */
    private String expand(String mbean, String operation) {
        open("/actuator/hawtio/jmx/attributes?nid=" + mbean);
        await("//a[@aria-current='page'][normalize-space()='Attributes']"); // where it goes first, whatever is asked
        // for
        clickOn("//a[normalize-space()='Operations']");
        clickOn("//li[.//b[starts-with(., '" + operation + "')]]//button[starts-with(@id, 'ex-toggle')]");
        return "//section[starts-with(@id, 'operation-execute-" + operation + "')]";
    }

    private void fill(String operation, String parameter, String value) {
        By field = By.xpath(operation + "//*[label[contains(., '" + parameter + "')]]/following::input[1]");
        new WebDriverWait(browser, PATIENCE)
                .until(page -> page.findElement(field))
                .sendKeys(value);
    }

    private void click(String text) {
        clickOn("//*[normalize-space(text())='" + text + "']");
    }

    private void clickOn(String path) {
        new WebDriverWait(browser, PATIENCE).ignoring(WebDriverException.class).until(page -> {
            page.findElement(By.xpath(path)).click();
            return true;
        });
    }

    private void await(String path) {
        new WebDriverWait(browser, PATIENCE).until(ExpectedConditions.presenceOfElementLocated(By.xpath(path)));
    }

    private void awaitText(String text) {
        new WebDriverWait(browser, PATIENCE).until(page -> Stream.concat(
                        Stream.of(page.findElement(By.tagName("body")).getText()),
                        page.findElements(By.cssSelector("textarea, input")).stream()
                                .map(field -> String.valueOf(field.getDomProperty("value"))))
                .anyMatch(shown -> shown.contains(text)));
    }

    private void showResult() {
        browser.executeScript(
                "arguments[0].scrollIntoView({block: 'center'})",
                browser.findElement(By.xpath("//*[contains(@class, 'pf-m-expanded')]//pre")));
    }

    private void shoot(String name) throws IOException {
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}
