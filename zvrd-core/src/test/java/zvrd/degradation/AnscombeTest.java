package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class AnscombeTest {
    private static final int SIDE = 200;

    @ParameterizedTest
    @CsvSource({"5, -0.6", "5, 0.9", "25, -0.6", "25, 0", "25, 0.9", "50, -0.2", "50, 0.9"})
    void countedLightIsEquallyNoisyEverywhereAndComesBackWithoutAShift(double onWhite, double grey) {
        PoissonNoise noise = PoissonNoise.ofLevels(onWhite);
        var scale = new Anscombe(noise);
        try (var scope = new TensorScope()) {
            Tensor clean = torch.full(new long[] {1, 3, SIDE, SIDE}, new Scalar(grey));
            Tensor seen = scale.stabilised(noise.addTo(clean, new NoiseSource(2), 0));
            // 120,000 numbers: 0.2 % of a deviation; below ten counts the scale is known to be a few per cent off
            assertThat(seen.std().item_double()).isCloseTo(scale.sigma(), within(0.04 * scale.sigma()));
            double back = scale.brightness(seen.mean()).item_double();
            assertThat(back).isCloseTo(grey, within(0.004)); // half an 8-bit level
        }
    }
}
