package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class EdgeBlurTest {
    private static final int SIDE = 384;
    private static final int SCALE = 4;

    @Test
    void theWiderTheBlurTheWiderTheEdges() {
        double before = -1;
        for (double sigma : new double[] {0.5, 1.2, 1.8, 2.4}) {
            double found = SCALE * estimate(sigma, 0);
            assertThat(found).as("for sigma %s", sigma).isGreaterThan(before);
            before = found;
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2, 0", "2, 0", "2, 4"})
    void theBlurOfBoxesOfAnySizeIsTold(double sigma, double levels) {
        // calibrated on photographs, whose edges are not ideal; a half of a pixel is what three of them differed by
        assertThat(SCALE * estimate(sigma, levels / 127.5)).isCloseTo(sigma, within(0.8));
    }

    @Test
    void aPictureWithoutEdgesTellsNothing() {
        try (var scope = new TensorScope()) {
            assertThat(EdgeBlur.of(torch.zeros(new long[] {2, 3, 40, 50}), 0)).isZero();
        }
    }

    private static double estimate(double sigma, double noise) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(2);
            Tensor sharp = boxes();
            Tensor y = new AverageDownsample(SCALE)
                    .forward(Blur.of(BlurKernel.gaussian(sigma)).forward(sharp));
            return EdgeBlur.of(y.add(torch.randn(y.shape()), new Scalar(noise)), noise);
        }
    }

    /** Boxes of all sizes and greys, one over another. */
    private static Tensor boxes() {
        var random = new Random(3);
        float[] grey = new float[SIDE * SIDE];
        for (int n = 0; n < 400; n++) {
            int top = random.nextInt(SIDE);
            int left = random.nextInt(SIDE);
            int height = 8 + random.nextInt(60);
            int width = 8 + random.nextInt(60);
            float value = random.nextFloat() * 1.6f - 0.8f;
            for (int y = top; y < Math.min(SIDE, top + height); y++) {
                for (int x = left; x < Math.min(SIDE, left + width); x++) {
                    grey[y * SIDE + x] = value;
                }
            }
        }
        return Tensors.of(grey, 1, 1, SIDE, SIDE).expand(1, 3, SIDE, SIDE);
    }
}
