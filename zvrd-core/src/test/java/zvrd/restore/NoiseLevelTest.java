package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zvrd.degradation.NoiseKind;
import zvrd.media.ReadOptions;

class NoiseLevelTest {
    private static final int SIDE = 96;

    @TempDir
    Path clip;

    @Test
    void aClipThatBeginsInBlackIsJudgedByWhatItShowsLater() throws IOException {
        for (int n = 0; n < 24; n++) {
            write(n, n < 10 ? 0 : 15);
        }
        assertThat(NoiseLevel.of(clip, ReadOptions.ALL, NoiseKind.GAUSSIAN))
                .isCloseTo(15, within(1.5)); // rounding and 5 frames
    }

    @Test
    void aClipThatShowsNothingHasNoNoise() throws IOException {
        write(0, 0);
        assertThat(NoiseLevel.of(clip, ReadOptions.ALL, NoiseKind.GAUSSIAN)).isZero();
    }

    /** A slope under noise of {@code sigma} levels; black where that is 0. */
    private void write(int n, double sigma) throws IOException {
        var random = new Random(n);
        var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; sigma > 0 && p < SIDE * SIDE; p++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                int value = (int) Math.round(90 + p % SIDE / 2.0 + sigma * random.nextGaussian());
                rgb = rgb << 8 | Math.max(0, Math.min(255, value));
            }
            image.setRGB(p % SIDE, p / SIDE, rgb);
        }
        ImageIO.write(image, "png", clip.resolve("%03d.png".formatted(n)).toFile());
    }
}
