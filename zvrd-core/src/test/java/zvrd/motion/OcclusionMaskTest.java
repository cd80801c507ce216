package zvrd.motion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class OcclusionMaskTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatMovesThereAndBackIsVisible(boolean motionBoundaries) {
        try (var scope = new TensorScope()) {
            Tensor flow = moving(3, -2);
            Tensor visible = OcclusionMask.visible(flow, flow.neg(), motionBoundaries);
            assertThat(visible.shape()).containsExactly(1, 1, 12, 16);
            assertThat(visible.min().item_float()).isEqualTo(1);
        }
    }

    @Test
    void whatDoesNotComeBackIsOccluded() {
        try (var scope = new TensorScope()) {
            // misses by 1 pixel: 1 > 0.01 (4 + 9) + 0.5
            Tensor visible = OcclusionMask.visible(moving(3, 0), moving(-2, 0), false);
            assertThat(visible.max().item_float()).isZero();
            // misses by 0.7 pixels: 0.49 < 0.5
            Tensor nearly = OcclusionMask.visible(moving(0.7f, 0), moving(0, 0), false);
            assertThat(nearly.min().item_float()).isEqualTo(1);
        }
    }

    @Test
    void motionBoundariesAreOccludedOnTheirNearSide() {
        try (var scope = new TensorScope()) {
            Tensor flow = torch.zeros(1, 2, 1, 5);
            flow.narrow(3, 3, 2)
                    .fill_(new Scalar(0.1)); // a jump of 0.1 px between the columns 2 and 3: 2 · 0.01 > 0.002
            Tensor anywhere = OcclusionMask.visible(flow, flow.neg(), false);
            Tensor smooth = OcclusionMask.visible(flow, flow.neg(), true);
            assertThat(Tensors.toFloats(anywhere)).containsExactly(1, 1, 1, 1, 1);
            assertThat(Tensors.toFloats(smooth)).containsExactly(1, 1, 0, 1, 1);
        }
    }

    private static Tensor moving(float across, float down) {
        float[] flow = new float[2 * 12 * 16];
        Arrays.fill(flow, 0, 12 * 16, across);
        Arrays.fill(flow, 12 * 16, flow.length, down);
        return Tensors.of(flow, 1, 2, 12, 16);
    }
}
