package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.media.SourceHash;

class CertifyCommandTest {
    @TempDir
    private static Path shared;

    private static Path small = Path.of("");
    private static Path large = Path.of("");

    @BeforeAll
    static void restoresAClip() throws IOException {
        TinyNetwork.write(shared.resolve("tiny.safetensors"), false);
        Path clean = Clips.waves(shared.resolve("clean"), 2, 160, 96);
        small = shared.resolve("small");
        large = shared.resolve("large");
        assertThat(CommandLineRun.of("degrade", clean.toString(), "-o", small.toString(), "--task", "sr")
                        .exitCode())
                .isZero();
        restore(large);
    }

    private static void restore(Path target) {
        String options = "--task sr --backbone ddnm --steps 1 --temporal none --model ";
        String line = "restore " + small + " -o " + target + " " + options + shared.resolve("tiny.safetensors");
        assertThat(CommandLineRun.of(line.split(" ")).exitCode()).isZero();
    }

    private static CommandLineRun certify(Path restored, String... more) {
        String[] all = {
            "certify", "--progress", "none", "--degraded", small.toString(), "--restored", restored.toString()
        };
        return CommandLineRun.of(
                java.util.stream.Stream.concat(java.util.Arrays.stream(all), java.util.Arrays.stream(more))
                        .toArray(String[]::new));
    }

    @Test
    void theFileBesideTheOutputTellsWhatDamagedTheClip() {
        var run = certify(large, "--json");
        assertThat(run.err()).noneSatisfy(line -> assertThat(line).contains("warning"));
        JsonNode told = new JsonMapper().readTree(run.out());
        assertThat(run.exitCode()).isEqualTo(told.required("holds").asBoolean() ? 0 : 8);
        assertThat(told.required("holds").asBoolean())
                .isEqualTo(told.required("contradictions").isEmpty());
        assertThat(told.required("max_before_writing").isNumber()).isTrue();
        assertThat(told.required("frames")).hasSize(2);
        JsonNode before = told.required("frames_before_writing");
        assertThat(before).hasSize(2);
        assertThat(before.required(1).required("rms").asDouble())
                .isLessThan(told.required("frames").required(1).required("rms").asDouble());
        JsonNode tiles = before.required(0).required("worst"); // all of so small a frame, each an array
        assertThat(tiles).hasSize(6).allSatisfy(tile -> assertThat(tile).hasSize(3));
        assertThat(tiles.required(0).required(2).asDouble())
                .isLessThanOrEqualTo(before.required(0).required("max").asDouble());
        assertThat(told.required("frames").required(1).required("tiles")).hasSize(6);
        assertThat(told.required("contradictions"))
                .allSatisfy(
                        found -> assertThat(found.required("before").isNumber()).isTrue());
        assertThat(told.required("restored_sha256").asString()).isEqualTo(SourceHash.of(large));
        assertThat(told.required("unmeasured").asDouble()).isBetween(0.92, 0.95);
    }

    @Test
    void aTileThatContradictsIsToldWithWhatItLeftBeforeItWasWritten() throws IOException {
        Path lossy = Files.createDirectory(shared.resolve("lossy")); // as if a codec had lost every other row of a tile
        BufferedImage image = Clips.read(large.resolve("000001.png"));
        for (int y = 0; y < 64; y += 2) {
            for (int x = 0; x < 64; x++) {
                image.setRGB(x, y, 0);
            }
        }
        ImageIO.write(image, "png", lossy.resolve("000001.png").toFile());
        Files.copy(large.resolve("000002.png"), lossy.resolve("000002.png"));
        String told = Files.readString(shared.resolve("large.zvrd.json"));
        Files.writeString(shared.resolve("lossy.zvrd.json"), told.replace(SourceHash.of(large), SourceHash.of(lossy)));
        var run = certify(lossy);
        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.out())
                .contains("had no larger rms than that before they were written")
                .contains("frame 0 (the first is 0), from column 0, row 0")
                .containsPattern("rms [0-9.]+; 0.00 before");
    }

    @Test
    void twoLevelsInOneTileAreFoundAndEndWithEight() throws IOException {
        Path truth = shared.resolve("clean");
        assertThat(certify(truth, "--task", "sr").exitCode()).isZero();
        Path changed = shared.resolve("changed");
        Files.createDirectories(changed);
        for (int t = 1; t <= 2; t++) {
            BufferedImage image = Clips.read(truth.resolve("000" + t + ".png"));
            for (int y = 0; y < 64 && t == 2; y++) {
                for (int x = 64; x < 128; x++) {
                    image.setRGB(x, y, image.getRGB(x, y) + 0x020202);
                }
            }
            ImageIO.write(image, "png", changed.resolve(t + ".png").toFile());
        }
        var run = certify(changed, "--task", "sr");
        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.out())
                .contains(
                        "1 of 12 tiles",
                        "frame 1 (the first is 0), from column 64, row 0: mean of a colour off by 2.0");
    }

    @Test
    void aFileThatTellsOfOtherClipsIsDoubtedAndOneWithoutNoiseRefused() throws IOException {
        Path changed = shared.resolve("painted");
        Files.createDirectories(changed);
        BufferedImage image = Clips.read(large.resolve("000001.png"));
        ImageIO.write(image, "png", changed.resolve("000001.png").toFile());
        image.setRGB(3, 3, 0);
        ImageIO.write(image, "png", changed.resolve("000002.png").toFile());
        String told = Files.readString(shared.resolve("large.zvrd.json"));
        Path beside = shared.resolve("painted.zvrd.json");
        Files.writeString(beside, told);
        assertThat(certify(changed).err()).singleElement().asString().contains("was changed after it was made");
        Files.writeString(beside, told.replace("\"sigma\"", "\"noise\""));
        var run = certify(changed);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).hasSize(2).first().asString().contains("painted.zvrd.json", "sigma");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clean |  | 2 | --task: is missing",
                "clean | --task sr --scale 2 | 3 | clean: frames of 80x48 expected",
                "clean | --task denoise | 2 | --sigma",
                "clean | --task lowlight | 2 | --task lowlight",
                "clean | --task sr --frames 1 | 3 | ends after 1 frames",
                "nothing | --task sr | 3 | nothing",
            })
    void whatCannotBeCertifiedIsRefused(String restored, String more, int code, String named) {
        String[] words = more == null ? new String[0] : more.split(" ");
        var run = certify(shared.resolve(restored), words);
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.err().get(0)).startsWith("zvrd: ").contains(named);
        assertThat(run.err()).hasSize(2);
    }
}
