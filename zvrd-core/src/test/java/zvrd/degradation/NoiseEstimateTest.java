package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;

class NoiseEstimateTest {
    private static final int SIDE = 256;

    @ParameterizedTest
    @ValueSource(doubles = {5, 10, 15, 25, 50})
    void findsTheNoiseThatWasAddedToStructureAndClipped(double sigma) {
        short[] rgb = noisy(sigma);
        // 9,000 coefficients a channel: a standard error of 1 %; the rest is texture that looks like noise
        assertThat(NoiseEstimate.ofRgb16(rgb, SIDE, SIDE)).isCloseTo(sigma, within(0.1 * sigma));
    }

    @Test
    void planesInTheRangeOfImagesGiveTheSame() {
        short[] rgb = noisy(20);
        float[] planes = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            planes[i % 3 * SIDE * SIDE + i / 3] = Short.toUnsignedInt(rgb[i]) / 32767.5f - 1;
        }
        assertThat(NoiseEstimate.ofPlanes(planes, 3, SIDE, SIDE))
                .isCloseTo(NoiseEstimate.ofRgb16(rgb, SIDE, SIDE), within(1e-3));
    }

    @Test
    void cleanFramesHaveNoneAndTinyFramesTellNothing() {
        assertThat(NoiseEstimate.ofRgb16(noisy(0), SIDE, SIDE)).isLessThan(1);
        assertThat(NoiseEstimate.ofRgb16(new short[3], 1, 1)).isZero();
        assertThat(NoiseEstimate.ofRgb16(new short[3 * 35], 5, 7)).isZero();
    }

    /** Edges, ramps, fine stripes on a quarter of the frame, and a sky near white. */
    private static double scene(int x, int y) {
        if (y < SIDE / 4) {
            return 245 - y / 8.0;
        }
        if (x > 3 * SIDE / 4) {
            return 128 + 60 * Math.sin(x * 2.1 + y * 1.3);
        }
        boolean inside = (x / 20 + y / 28) % 2 == 0;
        return (inside ? 60 : 150) + 20 * Math.sin(x / 9.0) * Math.cos(y / 13.0);
    }

    private static short[] noisy(double sigma) {
        float[] noise = new NoiseSource(4).values(NoiseStream.MEASUREMENT, 0, 0, 3, 0, 0, SIDE, SIDE);
        short[] rgb = new short[3 * SIDE * SIDE];
        for (int p = 0; p < SIDE * SIDE; p++) {
            for (int c = 0; c < 3; c++) {
                double value = scene(p % SIDE, p / SIDE) + sigma * noise[c * SIDE * SIDE + p];
                rgb[3 * p + c] = (short) (257 * Math.round(Math.max(0, Math.min(255, value))));
            }
        }
        return rgb;
    }
}
