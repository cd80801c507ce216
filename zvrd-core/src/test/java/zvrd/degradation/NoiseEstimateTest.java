package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;

class NoiseEstimateTest {
    @ParameterizedTest
    @ValueSource(doubles = {5, 10, 25, 50})
    void findsTheNoiseThatWasAddedToSmoothStructure(double sigma) {
        int side = 192;
        float[] noise = new NoiseSource(4).values(NoiseStream.MEASUREMENT, 0, 0, 3, 0, 0, side, side);
        short[] rgb = new short[3 * side * side];
        for (int p = 0; p < side * side; p++) {
            double picture = 127 + 50 * Math.sin(p % side / 9.0) * Math.cos(p / side / 13.0);
            for (int c = 0; c < 3; c++) {
                double value = picture + sigma * noise[c * side * side + p];
                rgb[3 * p + c] = (short) (257 * Math.round(Math.max(0, Math.min(255, value))));
            }
        }
        // 9216 coefficients a channel: the median's standard error is 0.8 %; clipping at 0 and 255 takes some at σ = 50
        assertThat(NoiseEstimate.ofRgb16(rgb, side, side)).isCloseTo(sigma, within(0.1 * sigma));
    }
}
