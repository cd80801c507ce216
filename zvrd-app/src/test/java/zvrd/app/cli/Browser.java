package zvrd.app.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, whose tests are skipped where there is none. */
final class Browser implements AutoCloseable {
    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts it with an empty profile in {@code profile}. */
    static Browser start(Path profile) {
        File chromium = executable("chromium");
        File chromedriver = executable("chromedriver");
        assumeTrue(
                chromium != null && chromedriver != null,
                "skipped: no chromium and chromedriver on the path (Debian: chromium, chromium-driver)");
        var logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(Objects.requireNonNull(chromium));
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logging);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver)
                .build();
        var driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(1200, 1000));
        return new Browser(driver);
    }

    /** Opens a page of ours and waits until its pictures are there. */
    void open(Path page) {
        driver.get(page.toUri().toString());
        driver.executeScript("return new Promise(done => { const look = () => document.documentElement.dataset.ready"
                + " ? done(true) : setTimeout(look, 20); look(); })");
    }

    /** Runs {@code script} in the page. */
    void run(String script) {
        driver.executeScript(script);
    }

    /** What {@code script} returns, or what it promises. */
    Object answer(String script, Object... arguments) {
        return Objects.requireNonNull(driver.executeScript(script, arguments), script);
    }

    /** Presses keys as a user would, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Presses the pointer a little left of the middle of {@code element} and lets it go so many pixels further. */
    void drag(WebElement element, int right, int down) {
        int aside = -element.getSize().getWidth() / 4;
        new Actions(driver)
                .moveToElement(element, aside, 0)
                .clickAndHold()
                .moveByOffset(right, down)
                .release()
                .perform();
    }

    /** The first element that {@code selector} finds. */
    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** Shows pages as wide as a window may not become, such as a telephone; 0 for the window's own width again. */
    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 0, "deviceScaleFactor", 0, "mobile", false));
    }

    /** What the page complained about, and whatever it loaded. */
    List<String> complaints() {
        return Stream.concat(
                        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                                .map(Object::toString),
                        Stream.of(answer("return performance.getEntriesByType('resource')"
                                        + ".map(e => e.name).filter(name => !name.startsWith('data:')).join(' ')")
                                .toString()))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static @Nullable File executable(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst()
                .orElse(null);
    }
}
