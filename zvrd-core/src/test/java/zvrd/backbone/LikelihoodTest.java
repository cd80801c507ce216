package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class LikelihoodTest {
    @Test
    void darkPixelsOfCountedLightWeighMoreThanBrightOnes() {
        try (var scope = new TensorScope()) {
            Tensor y = Tensors.of(new float[] {-0.6f, 0.9f}, 1, 1, 1, 2); // brightness 0.2 and 0.95
            Tensor residual = Tensors.of(new float[] {0.1f, 0.1f}, 1, 1, 1, 2);
            float[] counted = Tensors.toFloats(Likelihood.POISSON.slope(residual, y));
            assertThat(counted[0] / counted[1]).isCloseTo(0.95f / 0.2f, within(1e-4f)); // float32
            float[] white = Tensors.toFloats(Likelihood.GAUSSIAN.slope(residual, y));
            assertThat(white[0]).isEqualTo(white[1]);
        }
    }

    @Test
    void aFrameOfOneBrightnessIsPulledAsIfItsNoiseWereTheSameEverywhere() {
        try (var scope = new TensorScope()) {
            Tensor y = Tensors.of(new float[] {0.2f, 0.2f, 0.2f}, 1, 1, 1, 3);
            Tensor residual = Tensors.of(new float[] {0.3f, -0.1f, 0.05f}, 1, 1, 1, 3);
            Tensor difference = Likelihood.POISSON.slope(residual, y).sub(Likelihood.GAUSSIAN.slope(residual, y));
            assertThat(difference.abs().max().item_double()).isLessThan(1e-6); // float32
            Tensor still = Likelihood.POISSON.slope(residual.mul(new Scalar(0.0)), y);
            assertThat(still.abs().max().item_double()).isZero();
        }
    }
}
