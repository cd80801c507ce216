package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.weights.ModelStore;

class EvaluateCommandTest {
    private static final int FRAMES = 5;

    @TempDir
    private Path folder;

    private Path reference = Path.of("");

    @BeforeEach
    void writeAReference() throws IOException {
        reference = Clips.waves(folder.resolve("reference"), FRAMES, 40, 32);
    }

    private CommandLineRun evaluate(Object... options) {
        List<String> all = new ArrayList<>(List.of("evaluate", "--progress", "none"));
        for (Object option : options) {
            all.add(option.toString());
        }
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private JsonNode report(Object... options) {
        CommandLineRun run = evaluate(options);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void aClipIsNotWrongAgainstItself() throws IOException {
        JsonNode report = report("--reference", reference, "--restored", reference, "--json", "-");
        JsonNode clip = report.required("clips").required(0);
        assertThat(clip.propertyNames())
                .containsExactly(
                        "name",
                        "psnr",
                        "psnr_y",
                        "ssim",
                        "ssim_y",
                        "lpips",
                        "fid",
                        "we",
                        "we_reference",
                        "flicker",
                        "fs",
                        "ofme",
                        "consistency",
                        "detail");
        assertThat(clip.required("name").asString()).isEqualTo(reference.toString());
        assertThat(clip.required("psnr").asDouble()).isEqualTo(100); // JSON knows no infinity
        assertThat(clip.required("ssim").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(clip.required("we").asDouble()).isPositive();
        assertThat(clip.required("we").asDouble())
                .isEqualTo(clip.required("we_reference").asDouble());
        assertThat(clip.required("flicker").asDouble()).isZero();
        assertThat(clip.required("detail").asDouble()).isEqualTo(1);
        assertThat(clip.required("lpips").isNull()).isTrue();
        JsonNode conventions = report.required("conventions");
        assertThat(conventions.required("missing").values())
                .extracting(JsonNode::asString)
                .containsExactly("lpips", "fid", "fs", "ofme", "consistency");
        assertThat(conventions.required("ssim").asString()).contains("7x7");
        assertThat(conventions.required("ssim_y").asString()).contains("11x11");
        assertThat(conventions.required("flow").asString()).startsWith("dis");
    }

    @Test
    void brightnessThatFlickersIsSeenAtItsSquareAndInTheMeanOfTheClips() throws IOException {
        Path still = still(folder.resolve("still"), 0);
        Path flickering = still(folder.resolve("flickering"), 10);
        Path out = folder.resolve("report.json");
        var run = evaluate("--reference", still, "--restored", flickering, still, "--json", out, "--threads", "2");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(4); // heading, two clips, mean
        assertThat(run.out().lines().findFirst().orElseThrow())
                .contains("flicker")
                .doesNotContain("lpips");
        JsonNode report = new JsonMapper().readTree(Files.readString(out));
        double expected = 100 * Math.pow(10 / 255.0, 2);
        JsonNode clip = report.required("clips").required(0);
        assertThat(clip.required("flicker").asDouble()).isCloseTo(expected, within(1e-12));
        assertThat(clip.required("we").asDouble()).isCloseTo(expected, within(1e-12));
        assertThat(clip.required("we_reference").asDouble()).isZero();
        assertThat(clip.required("psnr").asDouble()) // two of five frames differ, by 10 levels
                .isCloseTo((3 * 100 + 2 * 20 * Math.log10(25.5)) / 5, within(1e-9));
        assertThat(report.required("mean").required("flicker").asDouble()).isCloseTo(expected / 2, within(1e-12));
    }

    @Test
    void theThreadsDoNotChangeANumber() throws IOException {
        Path other = Clips.waves(folder.resolve("other"), FRAMES + 1, 40, 32);
        Files.delete(other.resolve("0001.png")); // the same, a frame later
        String one = evaluate("--reference", reference, "--restored", other, "--json", "-", "--threads", 1)
                .out();
        assertThat(evaluate("--reference", reference, "--restored", other, "--json", "-", "--threads", 3)
                        .out())
                .isEqualTo(one)
                .contains("\"flicker\"");
    }

    @Test
    void clipsOfTwoLengthsAreRefusedAndAPartOfTheReferenceCanBeChosen() throws IOException {
        Path shorter = Clips.waves(folder.resolve("shorter"), FRAMES - 2, 40, 32);
        var run = evaluate("--reference", reference, "--restored", shorter);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains(shorter + ": has 3 frames", reference + " has 5");
        assertThat(run.err().get(1)).contains("--frames");
        run = evaluate("--reference", shorter, "--restored", reference);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().get(0)).contains(reference + ": has 5 frames", shorter + " has 3");
        assertThat(evaluate("--reference", reference, "--frames", "3", "--restored", shorter)
                        .exitCode())
                .isZero();
    }

    @Test
    void framesOfTwoSizesAreRefused() throws IOException {
        Path larger = Clips.waves(folder.resolve("larger"), FRAMES, 80, 64);
        var run = evaluate("--reference", reference, "--restored", reference, larger);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains(larger.toString(), "80x64", reference.toString(), "40x32");
    }

    @Test
    void aSinglePictureHasNoMotionToMeasure() throws IOException {
        Path picture = reference.resolve("0001.png");
        JsonNode report = report("--reference", picture, "--restored", picture, "--json", "-");
        assertThat(report.required("mean").required("we").isNull()).isTrue();
        assertThat(report.required("conventions").required("missing").toString())
                .contains("flicker");
        assertThat(report.required("mean").required("psnr").asDouble()).isEqualTo(100);
    }

    @Test
    void raftWithoutItsModelSaysHowToGetIt() {
        var run = CommandLineRun.with(
                new ModelStore(folder.resolve("store")),
                "evaluate",
                "--flow",
                "raft",
                "--reference",
                reference.toString(),
                "--restored",
                reference.toString());
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(1)).contains("zvrd models pull raft-large", "--flow dis");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--restored REF --flow magic | 2 | magic",
                "--restored REF REF | 2 | twice",
                "--restored REF --json REF | 2 | --json",
                "--restored REF --threads 0 | 2 | --threads",
                "--restored REF/none.mkv | 3 | none.mkv",
                "--restored REF --json REF/none/report.json | 6 | report.json",
            })
    void mistakesEndWithTheirCodeAndTwoLines(String options, int code, String named) {
        String all = "--reference REF " + options;
        var run = evaluate((Object[]) all.replace("REF", reference.toString()).split(" "));
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).startsWith("zvrd: ").contains(named);
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    /** The first frame of the reference again and again, every second time brighter by so many levels. */
    private Path still(Path clip, int brighter) throws IOException {
        Files.createDirectories(clip);
        for (int t = 0; t < FRAMES; t++) {
            BufferedImage image = Clips.read(reference.resolve("0001.png"));
            for (int p = 0; p < image.getWidth() * image.getHeight(); p++) {
                int x = p % image.getWidth();
                int y = p / image.getWidth();
                image.setRGB(x, y, image.getRGB(x, y) + t % 2 * brighter * 0x010101); // 227 at most before
            }
            ImageIO.write(image, "png", clip.resolve(t + ".png").toFile());
        }
        return clip;
    }
}
