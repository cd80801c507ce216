package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.motion.FlowWarp;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class WarpingErrorMapTest {
    @Test
    void itsMeanIsTheWarpingErrorAndHiddenPixelsHaveNoValue() {
        try (var scope = new TensorScope()) {
            torch.manual_seed(4);
            Tensor frames = torch.rand(2, 3, 20, 28).mul(new Scalar(2.0)).sub(new Scalar(1.0));
            Tensor flow = torch.cat(
                    new TensorVector(torch.full(new long[] {1, 1, 20, 28}, new Scalar(2.5)), torch.zeros(1, 1, 20, 28)),
                    1);
            var motion = new ReferenceMotion(flow, FlowWarp.inside(flow));
            WarpingErrorMap map = WarpingErrorMap.of(frames, motion);
            assertThat(map.mean()).isCloseTo(WarpingError.of(frames, motion), within(1e-7)); // float32 values
            assertThat(map.change()[24]).isNotNaN();
            assertThat(map.change()[25]).isNaN(); // 27.5 lies outside 28 columns
        }
    }
}
