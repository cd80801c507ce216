package zvrd.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class FlowGridTest {
    @Test
    void aPatchMovesByItsMeanInPatches() {
        try (var scope = new TensorScope()) {
            Tensor flow = Tensors.of(new float[] {1, 2, 8, 8, 3, 2, 8, 8, 0, 0, -4, 0, 0, 0, 0, -4}, 1, 2, 2, 4);
            assertThat(Tensors.toFloats(FlowGrid.flow(flow, 2))).containsExactly(1, 4, 0, -1);
        }
    }

    @Test
    void aPatchIsOccludedWhenMoreThanHalfOfItIs() {
        try (var scope = new TensorScope()) {
            Tensor visible = Tensors.of(new float[] {1, 0, 0, 0, 0, 1, 0, 1}, 1, 1, 2, 4);
            assertThat(Tensors.toFloats(FlowGrid.visible(visible, 2))).containsExactly(1, 0);
        }
    }

    @Test
    void aWholeMotionGoesToTheCoarserGrid() {
        try (var scope = new TensorScope()) {
            var pairs = new FlowPairs(
                    torch.ones(3, 2, 8, 16), torch.ones(3, 2, 8, 16).neg());
            Motion coarse = FlowGrid.of(new Motion(pairs, torch.ones(3, 1, 8, 16), torch.zeros(3, 1, 8, 16)), 4);
            assertThat(coarse.flow().backward().shape()).containsExactly(3, 2, 2, 4);
            assertThat(coarse.flow().backward().max().item_float()).isEqualTo(0.25f);
            assertThat(coarse.flow().forward().min().item_float()).isEqualTo(-0.25f);
            assertThat(coarse.seenBefore().min().item_float()).isEqualTo(1);
            assertThat(coarse.seenAfter().max().item_float()).isZero();
        }
    }

    @Test
    void patchesThatDoNotTileTheMapAreRefused() {
        try (var scope = new TensorScope()) {
            assertThatThrownBy(() -> FlowGrid.flow(torch.zeros(1, 2, 8, 9), 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("9x8");
        }
    }
}
