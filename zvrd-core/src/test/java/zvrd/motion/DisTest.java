package zvrd.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class DisTest {
    @ParameterizedTest
    @CsvSource({"0.4, -0.3", "2, -1.5", "7, 4", "-15, 12"})
    void aMovedTextureHasTheFlowItMovedBy(double across, double down) {
        try (var scope = new TensorScope();
                var dis = new Dis(1)) {
            FlowPairs flow = dis.between(new MovingTexture(192, 256, across, down).frames(3));
            assertThat(flow.backward().shape()).containsExactly(2, 2, 192, 256);
            // a camera that moves right sees its old pixels further right: I_1(u) = I_0(u + shift)
            assertThat(meanErrorInside(flow.backward(), across, down)).isLessThan(0.2);
            assertThat(meanErrorInside(flow.forward(), -across, -down)).isLessThan(0.2);
        }
    }

    @Test
    void identicalFramesDoNotMove() {
        try (var scope = new TensorScope();
                var dis = new Dis(2)) {
            Tensor frame = new MovingTexture(96, 128, 0, 0).frames(1);
            FlowPairs flow = dis.between(torch.cat(new TensorVector(frame, frame, frame), 0));
            assertThat(flow.backward().abs().max().item_float()).isZero();
            assertThat(flow.forward().abs().max().item_float()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"97, 131", "32, 40"})
    void theFlowIsTheSameBytesForEveryNumberOfThreadsAndWhateverWasSeenBefore(int height, int width) {
        try (var scope = new TensorScope();
                var alone = new Dis(1);
                var four = new Dis(4)) {
            Tensor frames = new MovingTexture(height, width, 3.3, -2.1).frames(6);
            FlowPairs expected = alone.between(frames);
            four.between(new MovingTexture(64, 64, 9, 9).frames(5)); // leaves buffers of another size behind
            four.between(new MovingTexture(24, 24, 1, 1).frames(5)); // and these have fewer scales
            for (int i = 0; i < 3; i++) {
                FlowPairs found = four.between(frames);
                assertThat(found.backward().equal(expected.backward())).isTrue();
                assertThat(found.forward().equal(expected.forward())).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 300", "9, 40", "11, 11", "13, 17", "255, 33"})
    void framesOfAnySizeHaveAFiniteFlow(int height, int width) {
        try (var scope = new TensorScope();
                var dis = new Dis(1)) {
            FlowPairs flow = dis.between(new MovingTexture(height, width, 1, 0).frames(2));
            assertThat(flow.forward().shape()).containsExactly(1, 2, height, width);
            assertThat(flow.forward().isfinite().all().item_bool()).isTrue();
        }
    }

    @Test
    void motionIsVisibleWhereItStaysInTheFrame() {
        try (var scope = new TensorScope();
                OpticalFlow dis = OpticalFlows.create(FlowChoice.DIS, 2)) {
            Motion motion = Motion.of(new MovingTexture(96, 128, 8, 0).frames(2), dis);
            Tensor leaves = motion.seenBefore().narrow(3, 124, 4); // its pixels lie 8 further right, beyond column 127
            assertThat(leaves.mean().item_double()).isLessThan(0.1);
            assertThat(motion.seenBefore().narrow(3, 8, 104).mean().item_double())
                    .isGreaterThan(0.95);
            assertThat(motion.seenAfter().narrow(3, 0, 4).mean().item_double()).isLessThan(0.1);
            assertThat(motion.seenAfter().narrow(3, 16, 104).mean().item_double())
                    .isGreaterThan(0.95);
        }
    }

    @Test
    void oneFrameHasNoFlow() {
        try (var scope = new TensorScope();
                var dis = new Dis(1)) {
            assertThatThrownBy(() -> dis.between(torch.zeros(1, 3, 32, 32)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 3, 32, 32]");
        }
    }

    /** Mean distance in pixels from (across, down), 20 pixels and more from the frame's edge. */
    private static double meanErrorInside(Tensor flow, double across, double down) {
        try (var scope = new TensorScope()) {
            Tensor inside = flow.narrow(2, 20, flow.size(2) - 40).narrow(3, 20, flow.size(3) - 40);
            Tensor truth = Tensors.of(new float[] {(float) across, (float) down}, 1, 2, 1, 1);
            return inside.sub(truth).square().sum(1).sqrt().mean().item_double();
        }
    }
}
