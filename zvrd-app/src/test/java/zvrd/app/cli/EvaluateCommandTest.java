package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static zvrd.app.cli.Evaluation.evaluate;
import static zvrd.app.cli.Evaluation.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.FrameWriter;
import zvrd.media.ReadOptions;
import zvrd.media.SourceHash;
import zvrd.media.WriteOptions;
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
                        "we_degraded",
                        "we_blurred",
                        "visible",
                        "flicker",
                        "fs",
                        "fs_reference",
                        "ofme",
                        "consistency",
                        "detail",
                        "we_own",
                        "luma_flicker",
                        "luma_flicker_reference",
                        "luma_flicker_share",
                        "psnr_degraded",
                        "psnr_y_degraded",
                        "ssim_degraded",
                        "ssim_y_degraded",
                        "lpips_degraded",
                        "flicker_degraded",
                        "ofme_degraded",
                        "detail_degraded");
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
                .containsExactly("lpips", "fid", "we_degraded", "fs", "fs_reference", "consistency");
        assertThat(conventions.required("missing_because").required("lpips").asString())
                .contains("not installed");
        assertThat(report.required("warnings").isEmpty()).isTrue();
        assertThat(conventions.required("ssim").asString()).contains("7x7");
        assertThat(conventions.required("ssim_y").asString()).contains("11x11");
        assertThat(conventions.required("flow").asString()).startsWith("dis");
    }

    @Test
    void brightnessThatFlickersIsSeenAtItsSquareAndInTheMeanOfTheClips() throws IOException {
        Path still = still(folder.resolve("still"), 0);
        Path flickering = still(folder.resolve("a-clip-with-a-name-longer-than-the-column-is-flickering"), 10);
        Path out = folder.resolve("report.json");
        var run = evaluate("--reference", still, "--restored", flickering, still, "--json", out, "--threads", "2");
        assertThat(run.err()).isEmpty();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(lines.get(0))
                .startsWith("clip ")
                .contains("psnr_y ↑", "flicker ↓", " we ")
                .doesNotContain("lpips", "we_reference");
        assertThat(lines.get(1)).contains("…").contains("flickering"); // long names end as they do
        assertThat(lines.subList(3, 6))
                .satisfiesExactly(
                        beside -> assertThat(beside)
                                .startsWith("(the reference) ")
                                .contains("0.0000"),
                        beside -> assertThat(beside).startsWith("(the reference, blurred) "),
                        blank -> assertThat(blank).isEmpty());
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("100 % of the pixels")
                .contains("less …me-longer-than-the-column-is-flickering: psnr +28.75;");
        assertThat(run.out()).contains("7x7 equal weights", "lpips (not installed: zvrd models pull alexnet");
        JsonNode report = new JsonMapper().readTree(Files.readString(out));
        double expected = 100 * Math.pow(10 / 255.0, 2);
        assertThat(report.required("sha256").required(still.toString()).asString())
                .isEqualTo(SourceHash.of(still));
        assertThat(report.required("arguments").values())
                .extracting(JsonNode::asString)
                .contains("--reference", still.toString());
        assertThat(report.required("frames").asInt()).isEqualTo(FRAMES);
        JsonNode change = report.required("change_from_the_first").required(still.toString());
        assertThat(change.required("flicker").required("mean").asDouble()).isCloseTo(-expected, within(1e-12));
        assertThat(change.required("flicker").required("low").isNull()).isTrue(); // of four pairs nothing is sure
        JsonNode clip = report.required("clips").required(0);
        assertThat(clip.required("flicker").asDouble()).isCloseTo(expected, within(1e-12));
        assertThat(clip.required("we").asDouble()).isCloseTo(expected, within(1e-12));
        assertThat(clip.required("we_reference").asDouble()).isZero();
        assertThat(clip.required("psnr").asDouble()) // two of five frames differ, by 10 levels
                .isCloseTo((3 * 100 + 2 * 20 * Math.log10(25.5)) / 5, within(1e-9));
        assertThat(report.required("mean").required("flicker").asDouble()).isCloseTo(expected / 2, within(1e-12));
    }

    /** The reference, a frame later. */
    private Path later() throws IOException {
        Path other = Clips.waves(folder.resolve("other"), FRAMES + 1, 40, 32);
        Files.delete(other.resolve("0001.png"));
        return other;
    }

    @Test
    void aClipThatIsDisplacedIsWarnedOf() throws IOException {
        Path other = later();
        var run = evaluate("--reference", reference, "--restored", other, reference, "--json", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).singleElement().asString().contains(other.toString(), "1 frame later");
        JsonNode warnings = new JsonMapper().readTree(run.out()).required("warnings");
        assertThat(warnings.size()).isEqualTo(1);
        assertThat(warnings.required(0).asString()).contains("1 frame later");
    }

    @Test
    void framesThatAreMissingOrInAnothersPlaceAreWarnedOf() throws IOException {
        Path other = Clips.waves(folder.resolve("swapped"), FRAMES, 40, 32);
        Path spare = other.resolve("spare");
        Files.move(other.resolve("0002.png"), spare);
        Files.move(other.resolve("0004.png"), other.resolve("0002.png"));
        Files.move(spare, other.resolve("0004.png"));
        Path report = folder.resolve("report");
        assertThat(evaluate("--reference", reference, "--restored", other, "--report", report)
                        .err())
                .singleElement()
                .asString()
                .contains(other + ": frames [1, 3]");
        assertThat(report.resolve("index.html")).content().contains("Warning: " + other + ": frames [1, 3]");
        assertThat(report.resolve("table.tex")).content().contains("% warning: " + other);
        Files.move(other.resolve("0005.png"), other.resolve("0007.png"));
        assertThat(evaluate("--restored", other).err())
                .singleElement()
                .asString()
                .contains("lack pictures: after 0004.png comes 0007.png");
    }

    @Test
    void framesShownAtOtherTimesAreWarnedOf() {
        Path steady = film("steady", reference, 1);
        Path slower = film("slower", steady, 1.2);
        assertThat(evaluate("--reference", steady, "--restored", steady, reference)
                        .err())
                .isEmpty(); // pictures have no times
        var run = evaluate("--reference", steady, "--restored", slower);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).singleElement().asString().contains("frame 3", "0.024 s later"); // 3 frames of 8 ms more
    }

    /** The pictures of {@code source} with times that are so many times as long. */
    private Path film(String name, Path source, double longer) {
        Path film = folder.resolve(name + ".mkv");
        try (FrameReader reader = FrameReader.open(source, ReadOptions.ALL);
                FrameWriter writer = FrameWriter.create(film, reader.info(), 40, 32, WriteOptions.DEFAULT)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                long pts = Math.round(longer * frame.pts());
                writer.write(new Frame(frame.index(), pts, frame.timeBase(), 40, 32, frame.rgb()));
            }
            writer.finish();
        }
        return film;
    }

    @Test
    void withoutAReferenceAClipIsJudgedByItself() throws IOException {
        JsonNode report = report("--restored", still(folder.resolve("flickering"), 10), "--json", "-");
        JsonNode clip = report.required("clips").required(0);
        assertThat(clip.required("psnr").isNull()).isTrue();
        assertThat(clip.required("luma_flicker").asDouble()).isBetween(3.0, 5.0); // 10 levels between 0 and white
        assertThat(clip.required("luma_flicker_share").asDouble()).isGreaterThan(0.8);
        assertThat(clip.required("we_own").asDouble()).isPositive();
        assertThat(report.required("conventions")
                        .required("missing_because")
                        .required("psnr")
                        .asString())
                .contains("--reference");
    }

    @Test
    void everyFrameOfEveryClipHasALineInTheTable() throws IOException {
        Path csv = folder.resolve("frames.csv");
        assertThat(evaluate("--reference", reference, "--restored", reference, later(), "--csv", csv)
                        .exitCode())
                .isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + 2 * FRAMES);
        assertThat(lines.get(0)).startsWith("clip,frame,psnr,psnr_y,").contains(",we,");
        int columns = lines.get(0).split(",", -1).length;
        assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(columns));
        assertThat(lines.get(1)).startsWith(reference + ",0,100.0,100.0,").contains(",,"); // no pair at the first
        assertThat(lines.get(2 * FRAMES)).startsWith(folder.resolve("other") + "," + (FRAMES - 1) + ",");
    }

    @Test
    void boundsThatAClipBreaksEndWithTheirCodeAfterTheTable() throws IOException {
        var run = evaluate(
                "--reference",
                reference,
                "--restored",
                reference,
                later(),
                "--fail-if",
                "psnr < 99",
                "--fail-if",
                "we>1000",
                "-q");
        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.out()).startsWith("clip ");
        assertThat(run.err())
                .satisfiesExactly(line ->
                        assertThat(line).startsWith("zvrd: --fail-if psnr < 99: " + folder.resolve("other") + " has "));
        assertThat(evaluate("--reference", reference, "--restored", reference, "--fail-if", "psnr<=99.9")
                        .exitCode())
                .isZero();
    }

    @Test
    void theThreadsDoNotChangeANumber() throws IOException {
        Path other = later();
        JsonNode one = report("--reference", reference, "--restored", other, "--json", "-", "-q", "--threads", 1);
        JsonNode three = report("--reference", reference, "--restored", other, "--json", "-", "-q", "--threads", 3);
        assertThat(three.required("clips")).isEqualTo(one.required("clips"));
        assertThat(three.required("arguments")).isNotEqualTo(one.required("arguments"));
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
        Path gappy = Clips.waves(folder.resolve("gappy"), FRAMES, 40, 32);
        Files.delete(gappy.resolve("0003.png"));
        run = evaluate("--reference", reference, "--restored", gappy);
        assertThat(run.err().get(0)).contains("has 4 frames", "seems to lack pictures: after 0002.png");
        assertThat(run.err().get(1)).contains("bring the missing pictures back");
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
                "--restored REF --fail-if wee>0.6 | 2 | did you mean we",
                "--restored REF --fail-if we=0.6 | 2 | --fail-if",
                "--restored REF --fail-if we>much | 2 | --fail-if",
                "--restored REF --fail-if fid>100 | 2 | not installed",
                "--restored REF --fail-if we_degraded<1 | 2 | --degraded",
                "--restored REF --task sr | 2 | --task",
                "--restored REF --degraded REF --task inpaint | 2 | --mask",
                "--restored REF --degraded REF/none.mkv | 3 | none.mkv",
                "--restored REF --csv REF | 2 | --csv",
                "--restored REF --csv - | 2 | --csv",
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
