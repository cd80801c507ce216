package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page of {@code zvrd compare} as its reader uses it. Red tells frame and clip of its clips, green the row, blue the column. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageInBrowserTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 32;
    private static final int FRAMES = 7;
    private static final int CENTRE_GREEN = 4 * (HEIGHT / 2);

    private @Nullable Browser opened;
    private Path page = Path.of("");
    private String opensAt = "";

    @BeforeAll
    void makeThePage(@TempDir Path folder) throws IOException {
        opened = Browser.start(folder.resolve("profile"));
        Path first = clip(folder.resolve("first"), 40);
        Path second = clip(folder.resolve("second"), 60);
        Path look = folder.resolve("look");
        page = look.resolve("index.html");
        var run = CommandLineRun.of(
                "compare", "--progress", "none", first.toString(), second.toString(), "-o", look.toString());
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
    }

    @AfterAll
    void closeTheBrowser() {
        if (opened != null) {
            opened.close();
        }
    }

    private Browser browser() {
        return Objects.requireNonNull(opened);
    }

    @BeforeEach
    void openThePage() {
        browser().open(page);
        opensAt = stage("frame");
        browser().press(Keys.HOME);
    }

    @AfterEach
    void nothingWasLoadedAndNothingWentWrong() {
        assertThat(browser().complaints()).isEmpty();
    }

    private static Path clip(Path clip, int red) throws IOException {
        Files.createDirectory(clip);
        for (int t = 0; t < FRAMES; t++) {
            var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < WIDTH * HEIGHT; p++) {
                int x = p % WIDTH;
                int y = p / WIDTH;
                image.setRGB(x, y, red + 10 * t << 16 | 4 * y << 8 | 4 * x);
            }
            ImageIO.write(image, "png", clip.resolve("%03d.png".formatted(t)).toFile());
        }
        return clip;
    }

    /** Red, green and blue of the stage at a share of its width and height. */
    private List<Object> pixel(double across, double down) {
        return colour("#stage canvas", across, down);
    }

    @SuppressWarnings("unchecked")
    private List<Object> colour(String canvas, double across, double down) {
        return (List<Object>) browser()
                .answer(
                        "const c = document.querySelector(arguments[0]); const copy = new OffscreenCanvas(1, 1).getContext('2d');"
                                + " copy.drawImage(c, -Math.floor(arguments[1] * c.width), -Math.floor(arguments[2] * c.height));"
                                + " return [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3)",
                        canvas,
                        across,
                        down);
    }

    private String stage(String fact) {
        return String.valueOf(browser().find("#stage").getAttribute("data-" + fact));
    }

    @Test
    void theSliderShowsOneClipLeftOfItAndTheOtherRight() {
        assertThat(pixel(0.26, 0.51)).containsExactly(40L, (long) CENTRE_GREEN, 4L * 12);
        assertThat(pixel(0.76, 0.51)).containsExactly(60L, (long) CENTRE_GREEN, 4L * 36);
        browser().drag(browser().find(".split"), 360, 0);
        assertThat(Double.parseDouble(stage("split"))).isGreaterThan(0.78);
        assertThat(pixel(0.76, 0.51).get(0)).isEqualTo(40L);
    }

    @Test
    void keysStepThroughTheFramesAndSpacePlaysThem() {
        browser().press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(pixel(0.26, 0.51).get(0)).isEqualTo(60L);
        assertThat(stage("frame")).isEqualTo("2");
        browser().press(Keys.END);
        assertThat(pixel(0.26, 0.51).get(0)).isEqualTo(100L);
        browser().press(Keys.HOME, Keys.ARROW_LEFT);
        assertThat(stage("frame")).isEqualTo("0");
        browser().press(Keys.SPACE);
        assertThat(browser()
                        .answer("return new Promise(done => { let seen = new Set(); const look = setInterval(() => {"
                                + " seen.add(document.getElementById('stage').dataset.frame);"
                                + " if (seen.size === 7) { clearInterval(look); done('all'); } }, 5); })"))
                .isEqualTo("all");
        browser().press(Keys.SPACE);
        assertThat(browser().find("#play").getText()).isEqualTo("Play");
    }

    @Test
    void theDifferenceIsAmplifiedByTheChosenFactor() {
        browser().find("[data-mode=difference]").click();
        assertThat(pixel(0.3, 0.4)).containsExactly(160L, 0L, 0L); // eight times 20 levels
        browser().run("const g = document.getElementById('gain'); g.value = 2; g.dispatchEvent(new Event('change'))");
        assertThat(pixel(0.3, 0.4)).containsExactly(40L, 0L, 0L);
    }

    @Test
    void bothClipsAreSeenAtOnePlaceWhateverTheZoom() {
        browser().press("2", "+", "+", "+", "+");
        assertThat(Double.parseDouble(stage("zoom"))).isGreaterThan(2.5);
        assertThat(browser().find("#zoom").getText()).matches("[0-9]+:1"); // whole pixels
        browser().drag(browser().find("#stage"), -120, 40);
        List<Object> left = pixel(0.2, 0.7);
        List<Object> right = pixel(0.7, 0.7);
        assertThat(left.subList(1, 3)).isEqualTo(right.subList(1, 3)).isNotEqualTo(List.of(4L * 22, 4L * 19));
        assertThat(right.get(0)).isEqualTo(60L);
        browser().press("0");
        assertThat(pixel(0.01, 0.01)).containsExactly(40L, 0L, 0L);
    }

    @Test
    void theSlicesHaveTheRowTheReaderChoosesAndOneLineAFrame() {
        assertThat(colour(".slice canvas", 0.5, 0.01)).containsExactly(40L, (long) CENTRE_GREEN, 4L * 24);
        assertThat(colour(".slice canvas", 0.5, 0.99).get(0)).isEqualTo(100L);
        browser().drag(browser().find(".row"), 0, 100);
        int row = Integer.parseInt(stage("row"));
        assertThat(row).isGreaterThan(HEIGHT / 2);
        assertThat(colour(".slice canvas", 0.5, 0.01).get(1)).isEqualTo(4L * row);
        browser().find("[data-clip='1']").click();
        assertThat(Integer.parseInt(stage("frame"))).isEqualTo(FRAMES / 2);
    }

    @Test
    void warpingErrorsAreDrawnFromTheSecondFrameOn() {
        browser().press("4");
        assertThat(stage("frame")).isEqualTo("1");
        List<Object> heat = pixel(0.26, 0.25);
        assertThat(heat).isNotEqualTo(List.of(0L, 0L, 4L)).isNotEqualTo(List.of(0L, 0L, 0L)); // ten levels of red
    }

    @Test
    void worstMomentsAndCurvesJump() {
        String frame = browser().find(".worst button").getAttribute("data-frame");
        browser().find(".worst button").click();
        assertThat(stage("frame")).isEqualTo(frame);
        browser()
                .run(
                        "const svg = document.querySelector('[data-measure=brightness] svg'); const box = svg.getBoundingClientRect();"
                                + " svg.dispatchEvent(new MouseEvent('click', { clientX: box.right - 2, clientY: box.top + 50 }))");
        assertThat(stage("frame")).isEqualTo("6");
    }

    @Test
    void aReportHasItsMeasuresUnderThePicturesAndItsSheetJumps() throws IOException {
        Path report = page.resolveSibling("report");
        Path clips = Objects.requireNonNull(report.getParent()).resolveSibling("first");
        var run = CommandLineRun.of(
                "evaluate",
                "--progress",
                "none",
                "--reference",
                clips.toString(),
                "--restored",
                clips.resolveSibling("second").toString(),
                "--restored",
                clip(clips.resolveSibling("a_clip_whose_name_is_long_and_has_no_space_to_break_a_line_at"), 70)
                        .toString(),
                "--report",
                report.toString());
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        browser().open(report.resolve("index.html"));
        assertThat(browser().find("table").getText())
                .contains("psnr ↑", "26.88", "second")
                .doesNotContain("7x7 equal");
        browser().find("tbody tr:nth-of-type(3) summary").click();
        assertThat(browser().find("table").getText()).contains("7x7 equal weights");
        browser().find(".sheet figure:nth-of-type(3) img").click();
        String best = browser().find(".sheet .head:nth-of-type(3)").getText();
        assertThat(best).isEqualTo("best: frame " + stage("frame"));
        assertThat(browser().find("a[href='table.tex']").isDisplayed()).isTrue();
        fitsEveryWindow();
    }

    @Test
    void oneClipAloneIsShownToo() {
        Path report = page.resolveSibling("alone");
        Path clip = Objects.requireNonNull(report.getParent()).resolveSibling("first");
        var run = CommandLineRun.of(
                "evaluate", "--progress", "none", "--restored", clip.toString(), "--report", report.toString());
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        browser().open(report.resolve("index.html"));
        assertThat(pixel(0.76, 0.51).get(0)).isEqualTo(50L); // of frame 1, the first that came from another
        assertThat(browser().find("aside h2").getText()).isEqualTo("Where most changes along the motion");
        browser().find(".worst button").click();
        assertThat(stage("frame")).isNotEqualTo("0");
    }

    @Test
    void theReaderChoosesWhichTwoAreShown() {
        browser().press("x");
        assertThat(pixel(0.26, 0.51).get(0)).isEqualTo(60L);
        browser().run("const s = document.getElementById('left'); s.value = 0; s.dispatchEvent(new Event('change'))");
        assertThat(pixel(0.26, 0.51).get(0)).isEqualTo(40L);
    }

    @Test
    void thePageOpensWhereCurvesHaveValuesWithTheFirstClipAgainstTheNext() {
        assertThat(opensAt).isEqualTo("1");
        assertThat(List.of(stage("left"), stage("right"))).containsExactly("0", "1");
        assertThat(browser().find("#zoom").getText()).startsWith("fits, ").endsWith(":1");
    }

    @Test
    void noWidthOfAWindowMakesThePageScrollSideways() {
        fitsEveryWindow();
    }

    /** By how much the page is wider than its window, once the pictures have taken their new size in the frames that follow. */
    private Object pixelsTooMany() {
        String tooMany = "const d = document.documentElement; return d.scrollWidth - d.clientWidth";
        long end = System.nanoTime() + 2_000_000_000L;
        Object now = browser().answer(tooMany);
        while (!now.equals(0L) && System.nanoTime() < end) {
            now = browser().answer(tooMany);
        }
        return now;
    }

    private void fitsEveryWindow() {
        try {
            for (int width : new int[] {1280, 901, 700, 500, 390, 320}) {
                browser().width(width);
                assertThat(pixelsTooMany()).as("pixels too many at %d", width).isEqualTo(0L);
            }
            assertThat(
                            browser()
                                    .answer(
                                            "return [...document.querySelectorAll('.scroll')]"
                                                    + ".every(box => box.scrollWidth > box.clientWidth !== box.previousElementSibling.hidden)"))
                    .as("a table that scrolls says so")
                    .isEqualTo(true);
        } finally {
            browser().width(0);
        }
    }
}
