package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProbeCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tellsSizeFramesAndNoiseOfAClip() throws IOException {
        Path clip = Clips.waves(folder.resolve("clip"), 3, 20, 10);
        JsonNode facts = new JsonMapper()
                .readTree(CommandLineRun.of("probe", clip.toString(), "--json").out());
        assertThat(facts.required("width").asInt()).isEqualTo(20);
        assertThat(facts.required("height").asInt()).isEqualTo(10);
        assertThat(facts.required("frames").asInt()).isEqualTo(3);
        assertThat(facts.required("noise_levels").asDouble()).isBetween(0.0, 3.0); // smooth waves, rounded to 8 bits
        assertThat(facts.required("noise_kind").asString()).isEqualTo("gaussian");
        assertThat(facts.required("blockiness").isNull()).isTrue(); // too small to tell
        assertThat(facts.required("hints").isArray()).isTrue();
        assertThat(facts.has("backbone")).isFalse();
    }

    @Test
    void predictsTimeAndMemoryOfATaskFromAMeasuredStep() throws IOException {
        Path clip = Clips.waves(folder.resolve("clip"), 3, 20, 10);
        Path network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
        var run = CommandLineRun.of(
                "probe",
                clip.toString(),
                "--task",
                "sr",
                "--scale",
                "2",
                "--steps",
                "5",
                "--model",
                network.toString(),
                "--json");
        JsonNode facts = new JsonMapper().readTree(run.out());
        assertThat(facts.required("restored_width").asInt()).isEqualTo(40);
        assertThat(facts.required("evaluations_a_frame").asInt()).isEqualTo(5);
        assertThat(facts.required("tiles_a_frame").asInt()).isEqualTo(2); // 40 pixels in tiles of 32
        assertThat(facts.required("predicted_seconds").asDouble()).isPositive();
        assertThat(facts.required("predicted_memory_bytes").asLong()).isGreaterThan(100L << 20);
        assertThat(facts.required("predicted_disk_bytes").asLong()).isPositive();
        assertThat(facts.required("warnings").isArray()).isTrue();
    }

    @Test
    void aGradientTakesLongerAndWhatEarlyStoppingLeavesOutIsNotCounted() throws IOException {
        Path clip = Clips.waves(folder.resolve("clip"), 3, 20, 10);
        String network =
                TinyNetwork.write(folder.resolve("tiny.safetensors"), false).toString();
        var run = CommandLineRun.of(
                "probe",
                clip.toString(),
                "--task",
                "denoise",
                "--sigma",
                "25",
                "--backbone",
                "dps",
                "--preset",
                "balanced",
                "--stop-at-step",
                "60",
                "--window",
                "4",
                "--window-overlap",
                "0",
                "--model",
                network,
                "--json");
        JsonNode facts = new JsonMapper().readTree(run.out());
        int evaluations = facts.required("evaluations_a_frame").asInt();
        assertThat(evaluations).isBetween(1, 49);
        double alone = evaluations * facts.required("seconds_an_evaluation").asDouble();
        assertThat(facts.required("predicted_seconds_a_frame").asDouble())
                .isGreaterThan(2 * alone); // six times, rounded to ms
    }

    @Test
    void ofAClipWithoutAFrameCountOnlyTheTimeOfAFrameIsPredicted() throws IOException {
        Path clip = folder.resolve("raw.mjpeg"); // pictures one behind the other: no count, no clock
        try (OutputStream raw = Files.newOutputStream(clip)) {
            for (int i = 0; i < 3; i++) {
                ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "jpg", raw);
            }
        }
        String network =
                TinyNetwork.write(folder.resolve("tiny.safetensors"), false).toString();
        var run = CommandLineRun.of(
                "probe", clip.toString(), "--task", "denoise", "--steps", "1", "--model", network, "--json");
        JsonNode facts = new JsonMapper().readTree(run.out());
        assertThat(facts.required("frames").isNull()).isTrue();
        assertThat(facts.required("predicted_seconds_a_frame").asDouble()).isPositive();
        assertThat(facts.required("predicted_seconds").isNull()).isTrue();
    }

    @Test
    void peopleGetLinesAndProgramsGetObjects() throws IOException {
        Path clip = Clips.waves(folder.resolve("clip"), 1, 20, 10);
        var run = CommandLineRun.of("probe", clip.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).anySatisfy(line -> assertThat(line).matches("width +20"));
    }

    @Test
    void aMissingClipIsToldInTwoLines() {
        var run = CommandLineRun.of("probe", folder.resolve("nothing.mkv").toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("nothing.mkv");
    }
}
