package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class NoiseModelTest {
    private static final int DRAWS = 40_000;

    @Test
    void gaussianNoiseHasTheDeviationThatWasAskedFor() {
        try (var scope = new TensorScope()) {
            var noise = new GaussianNoise(25);
            float[] n = Tensors.toFloats(noise.addTo(torch.zeros(1, 1, 200, 200), new NoiseSource(3), 0));
            assertThat(deviation(n) * 127.5).isCloseTo(25, within(0.5)); // 2 %: 5 deviations of the estimate
            assertThat(noise.sigma() * 127.5).isCloseTo(25, within(1e-9));
        }
    }

    @Test
    void theNoiseOfAFrameDoesNotDependOnItsBatch() {
        try (var scope = new TensorScope()) {
            for (NoiseModel noise : new NoiseModel[] {new GaussianNoise(10), new PoissonNoise(30)}) {
                Tensor both = noise.addTo(torch.zeros(2, 3, 8, 9), new NoiseSource(3), 4);
                Tensor second = noise.addTo(torch.zeros(1, 3, 8, 9), new NoiseSource(3), 5);
                assertThat(both.narrow(0, 1, 1).equal(second)).isTrue();
                assertThat(both.narrow(0, 0, 1).equal(second)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 2, 9.9, 10.1, 30, 500})
    void poissonCountsFollowTheirDistribution(double rate) {
        try (var scope = new TensorScope()) {
            var noise = new PoissonNoise(2 * rate); // mid-gray has this rate
            Tensor seen = noise.addTo(torch.zeros(1, 1, 200, 200), new NoiseSource(8), 0);
            float[] counts = Tensors.toFloats(seen.add(new Scalar(1f)).mul(new Scalar(rate)));
            double mean = 0;
            for (float k : counts) {
                assertThat(k).isCloseTo(Math.round(k), within(1e-2f));
                mean += Math.round(k) / (double) DRAWS;
            }
            assertThat(mean).isCloseTo(rate, within(5 * Math.sqrt(rate / DRAWS)));
            assertThat(chiSquarePerBin(counts, rate)).isLessThan(2.0); // 1 expected, over 4 to 60 bins
        }
    }

    @Test
    void blackStaysBlackAndTheStrengthOnWhiteIsThatOfTheLevels() {
        try (var scope = new TensorScope()) {
            var noise = PoissonNoise.ofLevels(20);
            Tensor black = torch.full(new long[] {1, 1, 4, 4}, new Scalar(-1f));
            assertThat(noise.addTo(black, new NoiseSource(1), 0).equal(black)).isTrue();
            Tensor white = torch.ones(1, 1, 200, 200);
            float[] n = Tensors.toFloats(noise.addTo(white, new NoiseSource(1), 0));
            assertThat(deviation(n) * 127.5).isCloseTo(20, within(0.5));
        }
    }

    private static double deviation(float[] values) {
        double mean = 0;
        for (float v : values) {
            mean += v / values.length;
        }
        double square = 0;
        for (float v : values) {
            square += (v - mean) * (v - mean) / values.length;
        }
        return Math.sqrt(square);
    }

    private static double chiSquarePerBin(float[] counts, double rate) {
        int top = (int) (rate + 6 * Math.sqrt(rate) + 10);
        int[] seen = new int[top + 1];
        for (float k : counts) {
            seen[Math.min(top, Math.round(k))]++;
        }
        double sum = 0;
        int bins = 0;
        double p = Math.exp(-rate);
        for (int k = 0; k < top; k++) {
            double expected = p * counts.length;
            if (expected > 20) {
                sum += (seen[k] - expected) * (seen[k] - expected) / expected;
                bins++;
            }
            p *= rate / (k + 1);
        }
        return sum / bins;
    }
}
