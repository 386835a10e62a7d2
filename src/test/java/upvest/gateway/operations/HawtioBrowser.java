package upvest.gateway.operations;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person at a real browser who uses Hawtio. What it looked like is in {@code target/screenshots}. */
final class HawtioBrowser implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofMinutes(2); // a slow machine with other things to do

    private final URI hawtio;
    private final Path downloads;
    private final ChromeDriver browser;
    private int clicks;

    /** @param hawtio its address, which ends with a slash */
    HawtioBrowser(URI hawtio) throws IOException {
        this.hawtio = hawtio;
        this.downloads = Files.createTempDirectory("hawtio-");
        Files.createDirectories(SCREENSHOTS);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    static boolean installed() {
        return Stream.of("chromium", "chromedriver").allMatch(name -> Files.isExecutable(Path.of("/usr/bin", name)));
    }

    /** Pixels that a page has, whatever the smallest window is. */
    void wide(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** @param scheme {@code light} or {@code dark}, as the person's desktop has it */
    void prefer(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void logIn(String name) {
        browser.get(hawtio.resolve("/login").toString());
        browser.manage().deleteAllCookies();
        browser.get(hawtio.toString());
        fill("username", name);
        fill("password", PASSWORD);
        click("//button[@type='submit']");
        see("//*[@id='hawtio-header-user-dropdown-toggle'][contains(., '" + name + "')]");
        clicks = 0;
    }

    /** @param page below Hawtio's address */
    void open(String page) {
        browser.get(hawtio.resolve(page).toString());
    }

    String address() {
        return hawtio.relativize(URI.create(String.valueOf(browser.getCurrentUrl())))
                .toString();
    }

    void fill(String id, String text) {
        WebElement field = see("//*[@id='" + id + "']");
        field.clear();
        field.sendKeys(text);
    }

    void button(String text) {
        click("//button[not(@disabled)][normalize-space()='" + text + "']");
    }

    /** The one in the dialog that is open. */
    void confirm(String text) {
        click("//footer//button[not(@disabled)][normalize-space()='" + text + "']");
    }

    void link(String text) {
        click("//a[normalize-space()='" + text + "']");
    }

    /** Goes on with the tabulator until what has this name has the focus. */
    void tabTo(String name) {
        waitFor("the focus on " + name).until(page -> {
            page.switchTo().activeElement().sendKeys(Keys.TAB);
            return focus().equals(name);
        });
    }

    /** The name of what has the focus. */
    String focus() {
        return String.valueOf(browser.switchTo().activeElement().getAccessibleName());
    }

    /** Whether what has the focus is a part of it. */
    boolean isFocusIn(String path) {
        return Boolean.TRUE.equals(browser.executeScript(
                "return document.evaluate(arguments[0], document, null, 9, null).singleNodeValue"
                        + "?.contains(document.activeElement)",
                path));
    }

    /** Into what has the focus. */
    void type(CharSequence keys) {
        browser.switchTo().activeElement().sendKeys(keys);
    }

    /** How often the mouse was pressed since the login. */
    int clicks() {
        return clicks;
    }

    SpokenPage spoken() {
        return SpokenPage.of(browser);
    }

    void click(String path) {
        clicks++;
        waitFor(path).until(page -> {
            page.findElement(By.xpath(path)).click();
            return true;
        });
    }

    /** With the keyboard, which needs no place that stands still. */
    void press(String path) {
        see(path).sendKeys(Keys.ENTER);
    }

    WebElement see(String path) {
        return waitFor(path).until(page -> page.findElement(By.xpath(path)));
    }

    private FluentWait<WebDriver> waitFor(String what) {
        return new WebDriverWait(browser, PATIENCE)
                .ignoring(WebDriverException.class)
                .withMessage(() -> what + " at " + address() + ", which shows: " + text());
    }

    int count(String path) {
        return browser.findElements(By.xpath(path)).size();
    }

    /** Waits until the page shows it. */
    void read(String text) {
        waitFor(text).until(page -> text().contains(text));
    }

    String text() {
        return browser.findElement(By.tagName("body")).getText();
    }

    Object run(String script) {
        return browser.executeAsyncScript(script);
    }

    void shoot(String name) throws IOException {
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    /** What the page gave to save. */
    String saved(String file) throws IOException {
        Path saved = downloads.resolve(file);
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(saved));
        return Files.readString(saved);
    }

    @Override
    public void close() {
        browser.quit();
    }
}
