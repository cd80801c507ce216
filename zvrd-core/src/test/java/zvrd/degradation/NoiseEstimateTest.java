package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.tensor.Images;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

class NoiseEstimateTest {
    private static final int SIDE = 256;

    @ParameterizedTest
    @ValueSource(doubles = {5, 10, 15, 25, 50})
    void findsTheNoiseThatWasAddedToStructureAndClipped(double sigma) {
        short[] rgb = noisy(sigma);
        // 9,000 coefficients a channel: a standard error of 1 %; the rest is texture that looks like noise
        assertThat(NoiseEstimate.ofRgb16(rgb, SIDE, SIDE).white()).isCloseTo(sigma, within(0.1 * sigma));
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 10, 15, 25, 50})
    void findsTheNoiseOfCountedLightAndTellsItFromWhiteNoise(double onWhite) {
        NoiseEstimate estimate = NoiseEstimate.ofRgb16(counted(onWhite), SIDE, SIDE);
        // the median of 18 bands of a thousand coefficients; bands lie over brightnesses that are not quite the same
        assertThat(estimate.counted()).isCloseTo(onWhite, within(0.1 * onWhite));
        assertThat(estimate.kind()).isEqualTo(NoiseKind.POISSON);
        assertThat(NoiseEstimate.ofRgb16(noisy(onWhite), SIDE, SIDE).kind()).isEqualTo(NoiseKind.GAUSSIAN);
    }

    @Test
    void planesInTheRangeOfImagesGiveTheSame() {
        short[] rgb = noisy(20);
        float[] planes = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            planes[i % 3 * SIDE * SIDE + i / 3] = Short.toUnsignedInt(rgb[i]) / 32767.5f - 1;
        }
        assertThat(NoiseEstimate.ofPlanes(planes, 3, SIDE, SIDE).white())
                .isCloseTo(NoiseEstimate.ofRgb16(rgb, SIDE, SIDE).white(), within(1e-3));
    }

    @Test
    void cleanFramesHaveNoneAndTinyFramesTellNothing() {
        assertThat(NoiseEstimate.ofRgb16(noisy(0), SIDE, SIDE).white()).isLessThan(1);
        assertThat(NoiseEstimate.ofRgb16(new short[3], 1, 1).white()).isZero();
        assertThat(NoiseEstimate.ofRgb16(new short[3 * 35], 5, 7).white()).isZero();
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

    private static short[] counted(double onWhite) {
        float[] clean = new float[3 * SIDE * SIDE];
        for (int i = 0; i < clean.length; i++) {
            int p = i % (SIDE * SIDE);
            clean[i] = (float) (scene(p % SIDE, p / SIDE) / 127.5 - 1);
        }
        try (var scope = new TensorScope()) {
            Tensor y = PoissonNoise.ofLevels(onWhite).addTo(Tensors.of(clean, 1, 3, SIDE, SIDE), new NoiseSource(4), 0);
            return Images.toRgb16(y, 8);
        }
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
