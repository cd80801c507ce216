package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class FrameMetricsTest {
    @Test
    void psnrIsThatOfTheMeasuresSection() { // the pair of images and the value given for it there
        try (var scope = new TensorScope()) {
            assertThat(Psnr.RGB.of(wave(0.4, 0.3), wave(0, 0))).isCloseTo(32.05953917, within(1e-6));
        }
    }

    @Test
    void anErrorOfOneLevelEverywhereIs48Decibels() {
        try (var scope = new TensorScope()) {
            Tensor x = wave(0, 0);
            Tensor y = x.add(new Scalar(1 / 127.5));
            assertThat(Psnr.RGB.of(y, x)).isCloseTo(20 * Math.log10(255), within(1e-6));
            assertThat(Psnr.LUMA.of(y, x)).isCloseTo(20 * Math.log10(255 * 255.0 / 219), within(1e-4));
            assertThat(Psnr.RGB.of(x, x)).isInfinite();
        }
    }

    @Test
    void lumaOfBlackAndWhiteIsStudioRange() {
        try (var scope = new TensorScope()) {
            Tensor white = torch.ones(1, 3, 1, 1);
            assertThat(Luma.of(white).item_float()).isCloseTo(235, within(1e-4f));
            assertThat(Luma.of(white.neg()).item_float()).isCloseTo(16, within(1e-4f));
        }
    }

    @Test
    void detailFallsWithBlurAndRisesWithNoise() {
        try (var scope = new TensorScope()) {
            Tensor x = wave(0, 0);
            var detail = new Detail();
            assertThat(detail.of(x, x)).isCloseTo(1, within(1e-9));
            assertThat(detail.of(x.mul(new Scalar(0.5)), x)).isCloseTo(0.25, within(0.02)); // differences halved
            Tensor noise = new NoiseSource(1).normal(NoiseStream.STEP, 0, 0, 3, 48, 56);
            assertThat(detail.of(x.add(noise.mul(new Scalar(0.2))), x)).isGreaterThan(1.5);
        }
    }

    @Test
    void everyMetricHasANameOfItsOwnAndRefusesFramesOfTwoSizes() {
        Set<String> names = new HashSet<>();
        try (var scope = new TensorScope()) {
            for (FrameMetric metric : MetricRegistry.frames()) {
                assertThat(names.add(metric.name())).isTrue();
                assertThatThrownBy(() -> metric.of(torch.zeros(1, 3, 4, 4), torch.zeros(1, 3, 4, 5)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("[1, 3, 4, 4]");
            }
        }
    }

    private static Tensor wave(double dx, double dy) {
        return Waves.of(48, 56, dx, dy);
    }
}
