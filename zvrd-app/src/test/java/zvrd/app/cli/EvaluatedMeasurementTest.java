package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static zvrd.app.cli.Evaluation.evaluate;
import static zvrd.app.cli.Evaluation.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What evaluate says of a clip beside what it was restored from. */
class EvaluatedMeasurementTest {
    @TempDir
    private Path folder;

    private Path reference = Path.of("");

    @BeforeEach
    void writeAReference() throws IOException {
        reference = Clips.waves(folder.resolve("reference"), 5, 40, 32);
    }

    @Test
    void whatWasRestoredIsExplainedAsTheOptionsOrTheFileBesideItTell() throws IOException {
        Path small = folder.resolve("small");
        Path large = restoredFromHalf(small, "--steps", "2");
        JsonNode told = clip(report("--restored", large, "--degraded", small, "--json", "-"));
        assertThat(told.required("consistency").asDouble()).isBetween(0.0, 2.0); // clamped
        JsonNode said = clip(report(
                "--reference",
                reference,
                "--restored",
                large,
                "--degraded",
                small,
                "--task",
                "sr",
                "--scale",
                "2",
                "--json",
                "-"));
        assertThat(said.required("consistency")).isEqualTo(told.required("consistency"));
        assertThat(said.required("we_degraded").asDouble()).isPositive();
        JsonNode unknown =
                clip(report("--reference", reference, "--restored", reference, "--degraded", small, "--json", "-"));
        assertThat(unknown.required("consistency").isNull()).isTrue();
        Files.delete(large.resolve("000005.png"));
        var cut = evaluate("--restored", large, "--degraded", small, "--task", "sr", "--scale", "2");
        assertThat(cut.exitCode()).isEqualTo(3);
        assertThat(cut.err().get(0)).contains(small + ": has 5 frames", large + " has 4");
        var wrong = evaluate("--restored", reference, "--degraded", small, "--task", "sr", "--scale", "4");
        assertThat(wrong.exitCode()).isEqualTo(3);
        assertThat(wrong.err().get(0)).contains("40x32", "80x64");
    }

    /** The reference at half its size to {@code small}, and from there to its size again. */
    private Path restoredFromHalf(Path small, String... more) {
        String clean = reference.toString();
        String half = small.toString();
        assertThat(CommandLineRun.of("degrade", clean, "-o", half, "--task", "sr", "--scale", "2", "--progress", "none")
                        .exitCode())
                .isZero();
        Path large = folder.resolve("large");
        Path network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
        var words = new ArrayList<>(List.of("restore", half, "-o", large.toString(), "--task", "sr", "--scale", "2"));
        words.addAll(List.of("--model", network.toString(), "--no-audio", "--progress", "none", "-q"));
        words.addAll(List.of(more));
        assertThat(CommandLineRun.of(words.toArray(String[]::new)).err()).isEmpty();
        return large;
    }

    private static JsonNode clip(JsonNode report) {
        return report.required("clips").required(0);
    }

    @Test
    void aFileOfProvenanceThatTellsOfOtherClipsIsWarnedOf() throws IOException {
        Path small = folder.resolve("small");
        Path large = restoredFromHalf(small, "--steps", "1");
        Path other = folder.resolve("another");
        Files.move(small, other);
        Files.copy(other.resolve("000002.png"), other.resolve("000001.png"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(large.resolve("000002.png"), large.resolve("000001.png"), StandardCopyOption.REPLACE_EXISTING);
        var run = evaluate("--restored", large, "--degraded", other, "--json", "-");
        assertThat(run.err())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("another clip"),
                        line -> assertThat(line).contains("was changed"));
    }

    @Test
    void brightClipsAreMeasuredWhereTheirRangeIsKept() {
        Path clean = Clips.brightFilm(folder.resolve("clean.mkv"), 2, 32, 32);
        Path same = Clips.brightFilm(folder.resolve("same.mkv"), 2, 32, 32);
        var refused = evaluate("--reference", clean, "--restored", same);
        assertThat(refused.exitCode()).isEqualTo(3);
        var kept = evaluate("--reference", clean, "--restored", same, "--hdr", "keep");
        assertThat(kept.exitCode()).as("%s", kept.err()).isZero();
    }
}
