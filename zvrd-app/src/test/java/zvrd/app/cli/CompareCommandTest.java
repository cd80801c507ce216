package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {
    private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*)</script>");

    @TempDir
    private Path folder;

    private CommandLineRun compare(Object... options) {
        return CommandLineRun.of(Stream.concat(Stream.of("compare", "--progress", "none"), Stream.of(options))
                .map(Object::toString)
                .toArray(String[]::new));
    }

    private JsonNode data() throws IOException {
        var found = DATA.matcher(Files.readString(folder.resolve("look/index.html")));
        assertThat(found.find()).isTrue();
        return new JsonMapper().readTree(found.group(1));
    }

    @Test
    void clipsAreMeasuredByTheReferenceAndThePageHoldsEverything() throws IOException {
        Path clean = Clips.waves(folder.resolve("clean"), 5, 40, 32);
        Path small = Clips.waves(folder.resolve("small"), 5, 20, 16);
        var run = compare(small, clean.resolve("%04d.png"), "--reference", clean, "-o", folder.resolve("look"));
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .hasSize(3)
                .anyMatch(line -> line.contains("20 × 16 pixels") && line.contains("enlarged by Lanczos"));
        assertThat(run.err().get(0)).startsWith("Warning: " + small + ": seems to be displaced"); // these waves do
        JsonNode data = data();
        assertThat(data.required("remarks").required(0).asString())
                .isEqualTo(run.err().get(0));
        assertThat(data.required("clips").size()).isEqualTo(3);
        assertThat(data.required("clips").required(1).required("pictures").values())
                .hasSize(5)
                .allMatch(picture -> picture.asString().startsWith("data:image/png;base64,"));
        assertThat(data.required("curves").values())
                .extracting(curve -> curve.required("measure").asString())
                .contains("psnr", "ssim", "we", "flicker", "detail");
        JsonNode psnr = data.required("curves").required(0).required("lines");
        assertThat(psnr.required(1).required("values").required(2).asDouble()).isEqualTo(100); // the reference itself
        assertThat(psnr.required(0).required("values").required(2).asDouble()).isBetween(5.0, 40.0);
        assertThat(data.required("clips")
                        .required(0)
                        .required("heats")
                        .required(0)
                        .isNull())
                .isTrue();
    }

    @Test
    void withoutAReferenceEachClipIsJudgedByItsOwnMotionAndTheShortestEndsThePage() throws IOException {
        Path a = Clips.waves(folder.resolve("a"), 6, 40, 32);
        Path b = Clips.waves(folder.resolve("b"), 4, 40, 32);
        var run = compare(a, b, "-o", folder.resolve("look"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .first()
                .asString()
                .contains("Only the first 4 frames")
                .contains(b.toString());
        assertThat(data().required("frames").asInt()).isEqualTo(4);
        assertThat(data().required("curves").values())
                .extracting(curve -> curve.required("measure").asString())
                .containsExactly("we_own", "brightness");
        assertThat(data().required("worstTitle").asString()).isEqualTo("Where most changes along the motion");
        assertThat(data().required("worstRule").asString()).contains("no fault").doesNotContain("worst");
    }

    @Test
    void aSmallerClipIsEnlargedSmoothlyAndSoMeasuredBetterThanWithItsPixelsRepeated() throws IOException {
        Path clean = Clips.waves(folder.resolve("clean"), 3, 40, 32);
        Path small = Files.createDirectory(folder.resolve("small"));
        Path repeated = Files.createDirectory(folder.resolve("repeated"));
        for (String name : List.of("0001.png", "0002.png", "0003.png")) {
            BufferedImage halved = halved(Clips.read(clean.resolve(name)));
            ImageIO.write(halved, "png", small.resolve(name).toFile());
            var large = new BufferedImage(40, 32, BufferedImage.TYPE_INT_RGB);
            large.createGraphics().drawImage(halved, 0, 0, 40, 32, null); // Java's own takes the nearest
            ImageIO.write(large, "png", repeated.resolve(name).toFile());
        }
        var run = compare(small, repeated, "--reference", clean, "-o", folder.resolve("look"));
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        JsonNode psnr = data().required("curves").required(0).required("lines");
        double smooth = psnr.required(0).required("values").required(1).asDouble();
        assertThat(smooth)
                .isGreaterThan(psnr.required(1).required("values").required(1).asDouble() + 3);
    }

    private static BufferedImage halved(BufferedImage image) {
        var half = new BufferedImage(image.getWidth() / 2, image.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < half.getHeight(); y++) {
            for (int x = 0; x < half.getWidth(); x++) {
                int rgb = 0;
                for (int shift = 0; shift <= 16; shift += 8) {
                    int sum = 0;
                    for (int p = 0; p < 4; p++) {
                        sum += image.getRGB(2 * x + p % 2, 2 * y + p / 2) >> shift & 0xff;
                    }
                    rgb |= (sum + 2) / 4 << shift;
                }
                half.setRGB(x, y, rgb);
            }
        }
        return half;
    }

    @Test
    void aClipOfAnotherShapeIsToldToBeStretched() throws IOException {
        Path a = Clips.waves(folder.resolve("a"), 2, 40, 32);
        Path b = Clips.waves(folder.resolve("b"), 2, 38, 32);
        assertThat(compare(a, b, "-o", folder.resolve("look")).err())
                .first()
                .asString()
                .contains("38 × 32 pixels", "resized by Lanczos and stretched");
    }

    @Test
    void aNameCannotEndTheScriptThatHoldsIt() throws IOException {
        Path a = Clips.waves(folder.resolve("a</script><b>@data@"), 2, 40, 32);
        Path b = Clips.waves(folder.resolve("b"), 2, 40, 32);
        assertThat(compare(a, b, "-o", folder.resolve("look")).exitCode()).isZero();
        assertThat(data().required("title").asString()).contains("<b>@data@");
    }

    @Test
    void aFolderThatExistsIsKeptUnlessItMayBeReplaced() throws IOException {
        Path a = Clips.waves(folder.resolve("a"), 2, 40, 32);
        Path b = Clips.waves(folder.resolve("b"), 2, 40, 32);
        Path look = Files.createDirectory(folder.resolve("look"));
        var refused = compare(a, b, "-o", look);
        assertThat(refused.exitCode()).isEqualTo(6);
        assertThat(refused.err()).hasSize(2).first().asString().contains("-o " + look, "exists already");
        assertThat(look).isEmptyDirectory();
        assertThat(compare(a, b, "-o", look, "-y").exitCode()).isZero();
        assertThat(look.resolve("index.html")).exists();
    }

    @Test
    void oneClipAloneOrTheSameTwiceIsNoComparison() {
        for (List<String> clips : List.of(List.of("a.mkv"), List.of("a.mkv", "a.mkv"))) {
            var run = compare(
                    Stream.concat(clips.stream(), Stream.of("-o", "look")).toArray());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).hasSize(2);
        }
        assertThat(compare("missing.mkv", "other.mkv", "-o", folder.resolve("look"))
                        .exitCode())
                .isEqualTo(3);
        assertThat(folder.resolve("look")).doesNotExist();
    }
}
