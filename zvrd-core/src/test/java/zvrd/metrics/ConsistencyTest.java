package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class ConsistencyTest {
    private static final double LEVEL = 1 / 127.5;

    @Test
    void whatWasMeasuredExactlyIsExplainedAndAnErrorIsFoundInLevels() {
        DegradationOperator[] operators = {
            new AverageDownsample(4),
            new Identity(),
            Grayscale.LUMA,
            Blur.of(BlurKernel.gaussian(1.2)),
            Blur.of(BlurKernel.motion(5, 30)),
            new Inpainting(Mask.box(2, 2, 20, 20, 32, 24))
        };
        for (DegradationOperator operator : operators) {
            try (var scope = new TensorScope()) {
                Tensor x = Waves.of(24, 32, 0, 0);
                Tensor y = operator.observe(x);
                Tensor frame = y.size(1) == 3 ? y : y.expand(1, 3, y.size(2), y.size(3));
                assertThat(of(x, frame, operator)).as(operator.name()).isLessThan(1e-3); // float32
                Tensor brighter = x.add(new Scalar(2 * LEVEL));
                assertThat(of(brighter, frame, operator)).as(operator.name()).isCloseTo(2, within(1e-3));
            }
        }
    }

    @Test
    void whatTheOperatorDoesNotSeeDoesNotCount() {
        try (var scope = new TensorScope()) {
            Tensor x = Waves.of(8, 8, 0, 0);
            var operator = new Inpainting(Mask.box(0, 0, 8, 4, 8, 8));
            Tensor other = x.clone();
            other.narrow(2, 0, 4).zero_();
            assertThat(of(other, x, operator)).isZero();
            other.narrow(2, 4, 1).add_(new Scalar(4 * LEVEL)); // a quarter of the pixels that are seen
            assertThat(of(other, x, operator)).isCloseTo(2, within(1e-4));
        }
    }

    private static double of(Tensor restored, Tensor degraded, DegradationOperator operator) {
        return new Consistency().of(restored, degraded, operator);
    }
}
