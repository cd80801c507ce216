package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class SsimTest {
    @Test
    void everyKindHasItsValueOfTheMeasuresSection() { // given there to eight digits
        try (var scope = new TensorScope()) {
            Tensor restored = Waves.of(48, 56, 0.4, 0.3);
            Tensor reference = Waves.of(48, 56, 0, 0);
            assertThat(Ssim.RGB_UNIFORM.of(restored, reference)).isCloseTo(0.98648638, within(6e-9));
            assertThat(Ssim.RGB.of(restored, reference)).isCloseTo(0.98682507, within(6e-9));
            assertThat(Ssim.GREY.of(restored, reference)).isCloseTo(0.98858178, within(6e-9));
        }
    }

    @Test
    void aValueIsThatOfTheFormulaInItsWindow() {
        try (var scope = new TensorScope()) {
            Tensor x = image(1);
            Tensor y = x.mul(new Scalar(0.7)).add(image(2), new Scalar(0.3));
            float[] a = Tensors.toFloats(Levels.of(x));
            float[] b = Tensors.toFloats(Levels.of(y));
            Tensor map = Ssim.RGB_UNIFORM.map(x, y);
            assertThat(Tensors.shape(map)).containsExactly(1, 3, 4, 6);
            double value = map.select(1, 2).select(1, 3).select(1, 5).item_double(); // blue, the last window
            assertThat(value).isCloseTo(naive(a, b, 2, 3, 5), within(1e-10)); // sums of 49 doubles
        }
    }

    /** The formula with means, variances and covariance of the 7 × 7 window written out, of frames of 10 × 12. */
    private static double naive(float[] a, float[] b, int channel, int top, int left) {
        double[] mean = new double[2];
        double[] moments = new double[3];
        for (int pass = 0; pass < 2; pass++) {
            for (int p = 0; p < 49; p++) {
                int at = (channel * 10 + top + p / 7) * 12 + left + p % 7;
                if (pass == 0) {
                    mean[0] += a[at] / 49.0;
                    mean[1] += b[at] / 49.0;
                } else {
                    moments[0] += (a[at] - mean[0]) * (a[at] - mean[0]) / 48;
                    moments[1] += (b[at] - mean[1]) * (b[at] - mean[1]) / 48;
                    moments[2] += (a[at] - mean[0]) * (b[at] - mean[1]) / 48;
                }
            }
        }
        double c1 = 6.5025;
        double c2 = 58.5225;
        return (2 * mean[0] * mean[1] + c1)
                * (2 * moments[2] + c2)
                / ((mean[0] * mean[0] + mean[1] * mean[1] + c1) * (moments[0] + moments[1] + c2));
    }

    @Test
    void equalFramesAreOneAndOtherFramesAreLess() {
        try (var scope = new TensorScope()) {
            Tensor x = Waves.of(16, 16, 0, 0);
            Tensor grey = x.mean(new long[] {1}, true, null).expand(1, 3, 16, 16);
            for (Ssim kind : new Ssim[] {Ssim.GREY, Ssim.LUMA, Ssim.RGB, Ssim.RGB_UNIFORM}) {
                assertThat(kind.of(x, x)).isCloseTo(1, within(1e-12));
                assertThat(kind.of(x.neg(), x)).isNegative();
                assertThat(kind.of(grey, x)).isLessThan(0.999);
            }
        }
    }

    @Test
    void aFrameSmallerThanTheWindowHasNoValue() {
        try (var scope = new TensorScope()) {
            Tensor x = torch.zeros(1, 3, 10, 40);
            assertThat(Ssim.LUMA.of(x, x)).isNaN();
            assertThat(Ssim.GREY.of(x, x)).isEqualTo(1);
        }
    }

    private static Tensor image(int seed) {
        return new NoiseSource(seed).normal(NoiseStream.STEP, 0, 0, 3, 10, 12).mul(new Scalar(0.5));
    }
}
