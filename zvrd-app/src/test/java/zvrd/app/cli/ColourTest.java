package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours from file to file. */
class ColourTest {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path network = Path.of("");

    @BeforeAll
    static void writesANetwork() {
        network = TinyNetwork.write(shared.resolve("tiny.safetensors"), false); // whose colours are wild
    }

    @ParameterizedTest
    @ValueSource(strings = {"hqs", "ddnm --eta 0.5", "diffpir"})
    void aColouredClipHasTheLumaOfItsInputWhateverTheColours(String backbone) throws IOException {
        Path clip = Clips.waves(folder.resolve("waves"), 2, 40, 24);
        restore(clip, "out", "--task colorize --steps 3 --backbone " + backbone);
        for (int n = 1; n <= 2; n++) {
            BufferedImage in = Clips.read(clip.resolve("000" + n + ".png"));
            BufferedImage out = Clips.read(folder.resolve("out/00000" + n + ".png"));
            assertThat(coloured(out)).isPositive();
            for (int p = 0; p < 40 * 24; p++) {
                // green takes up what rounding red and blue lost, so half a step of it remains: 0.587 / 2
                assertThat(Math.abs(luma(out, p) - luma(in, p))).isLessThan(0.2936);
            }
        }
    }

    private void restore(Path input, String output, String more) {
        var all = new ArrayList<>(List.of(
                "restore", input.toString(), "-o", folder.resolve(output).toString()));
        all.addAll(List.of(more.split(" ")));
        all.addAll(List.of("--model", network.toString()));
        var run = CommandLineRun.of(all.toArray(String[]::new));
        assertThat(run.err()).noneMatch(line -> line.startsWith("zvrd:"));
        assertThat(run.exitCode()).isZero();
    }

    private static double luma(BufferedImage image, int p) {
        int rgb = image.getRGB(p % image.getWidth(), p / image.getWidth());
        return 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
    }

    private static long coloured(BufferedImage image) {
        return java.util.stream.IntStream.range(0, image.getWidth())
                .filter(x -> (image.getRGB(x, 5) >> 16 & 255) != (image.getRGB(x, 5) & 255))
                .count();
    }
}
