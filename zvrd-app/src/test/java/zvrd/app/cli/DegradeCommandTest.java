package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DegradeCommandTest {
    @TempDir
    private Path folder;

    private CommandLineRun degrade(Path input, String output, String... more) {
        String[] start = {
            "degrade", input.toString(), "-o", folder.resolve(output).toString()
        };
        var all = new java.util.ArrayList<>(java.util.List.of(start));
        all.addAll(java.util.List.of(more));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    @Test
    void blocksOfTheCleanFrameBecomeTheirMeansAndTheRestIsCutOff() throws IOException {
        Path clean = Clips.waves(folder.resolve("clean"), 2, 34, 24);
        var run = degrade(clean, "small", "--task", "sr", "--scale", "4");
        assertThat(run.err()).anySatisfy(line -> assertThat(line).contains("cut to 32x24"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        BufferedImage large = Clips.read(clean.resolve("0002.png"));
        BufferedImage small = Clips.read(folder.resolve("small/000002.png"));
        assertThat(small.getWidth()).isEqualTo(8);
        double sum = 0;
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                sum += large.getRGB(4 + x, 8 + y) & 255;
            }
        }
        assertThat((double) (small.getRGB(1, 2) & 255))
                .isBetween(sum / 16 - 0.51, sum / 16 + 0.51); // rounded to 8 bits
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "poisson"})
    void noiseIsTheSeedsAndNobodyElses(String kind) throws IOException {
        Path clean = Clips.waves(folder.resolve("clean"), 1, 32, 32);
        String[] options = {"--task", "denoise", "--sigma", "20", "--noise", kind, "--seed"};
        String[] names = {"a", "b", "c"};
        for (int i = 0; i < 3; i++) {
            var with = java.util.Arrays.copyOf(options, options.length + 1);
            with[options.length] = i < 2 ? "5" : "6";
            assertThat(degrade(clean, names[i], with).exitCode()).isZero();
        }
        byte[] first = Files.readAllBytes(folder.resolve("a/000001.png"));
        assertThat(Files.readAllBytes(folder.resolve("b/000001.png"))).isEqualTo(first);
        assertThat(Files.readAllBytes(folder.resolve("c/000001.png"))).isNotEqualTo(first);
    }

    @Test
    void anOutputThatExistsIsKeptUnlessToldOtherwise() throws IOException {
        Path clean = Clips.waves(folder.resolve("clean"), 1, 16, 16);
        Path there = Files.writeString(folder.resolve("there.mkv"), "precious");
        var run = degrade(clean, "there.mkv", "--task", "colorize");
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("there.mkv");
        assertThat(there).hasContent("precious");
        assertThat(degrade(clean, "there.mkv", "--task", "colorize", "-y").exitCode())
                .isZero();
        assertThat(Files.size(there)).isGreaterThan(100);
    }

    @Test
    void aMissingInputIsToldInTwoLinesAndLeavesNothing() throws IOException {
        var run = degrade(folder.resolve("nothing.mp4"), "out.mkv", "--task", "sr");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("nothing.mp4");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void poissonNoiseThatNothingCouldShowIsRefused() throws IOException {
        Path clean = Clips.waves(folder.resolve("clean"), 1, 16, 16);
        var run = degrade(clean, "out.mkv", "--task", "denoise", "--noise", "poisson", "--sigma", "0.005");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("--sigma", "0.005");
    }

    @Test
    void noiseCannotBeEstimatedWhereItIsToBeMade() throws IOException {
        var run = degrade(Clips.waves(folder.resolve("clean"), 1, 16, 16), "out.mkv", "--task", "denoise");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().get(0)).contains("--sigma");
    }
}
