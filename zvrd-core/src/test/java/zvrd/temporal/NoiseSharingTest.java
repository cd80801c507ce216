package zvrd.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.motion.FlowPairs;
import zvrd.motion.Motion;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class NoiseSharingTest {
    private static final int SIDE = 64;
    private static final int FRAMES = 4;
    private static final int PER_FRAME = 3 * SIDE * SIDE;

    @Test
    void aClipThatMovesByWholePixelsCarriesItsNoiseAlongExactly() {
        try (var scope = new TensorScope()) {
            var sharing = new NoiseSharing(NoiseSettings.of(0, 1000));
            float[] z = Tensors.toFloats(sharing.blend(same(), shifted(3, 2, 1), List.of()));
            for (int y = 2 * FRAMES; y < SIDE; y++) {
                for (int x = 3 * FRAMES; x < SIDE; x++) {
                    assertThat(z[3 * PER_FRAME + y * SIDE + x]).isEqualTo(z[(y - 6) * SIDE + x - 9]);
                }
            }
        }
    }

    @Test
    void noiseThatMovesByAThirdOfAPixelHasMovedByOneAfterThreeFrames() {
        try (var scope = new TensorScope()) {
            var sharing = new NoiseSharing(NoiseSettings.of(0, 1000));
            float[] z = Tensors.toFloats(sharing.blend(same(), shifted(1 / 3f, 0, 1), List.of()));
            for (int y = 0; y < SIDE; y++) {
                for (int x = 2; x < SIDE; x++) { // what enters at the left is new
                    assertThat(z[3 * PER_FRAME + y * SIDE + x]).isEqualTo(z[y * SIDE + x - 1]);
                }
            }
        }
    }

    @Test
    void whatIsNotVisibleKeepsItsOwnNumbers() {
        try (var scope = new TensorScope()) {
            var sharing = new NoiseSharing(NoiseSettings.of(0, 1000));
            Tensor own = same();
            assertThat(Tensors.toFloats(sharing.blend(own, shifted(3, 2, 0), List.of())))
                    .isEqualTo(Tensors.toFloats(own.contiguous()));
        }
    }

    @Test
    void aStillClipKeepsOneNoiseForAllFramesWhateverLambda() {
        try (var scope = new TensorScope()) {
            float[] z = Tensors.toFloats(
                    new NoiseSharing(NoiseSettings.of(0.4, 1000)).blend(same(), shifted(0, 0, 1), List.of()));
            float[] first = Arrays.copyOf(z, PER_FRAME);
            for (int n = 1; n < FRAMES; n++) {
                assertThat(Arrays.copyOfRange(z, n * PER_FRAME, (n + 1) * PER_FRAME))
                        .isEqualTo(first);
            }
        }
    }

    @Test
    void aMixtureOfTwoNumbersKeepsVarianceOne() {
        try (var scope = new TensorScope()) {
            float[] z = Tensors.toFloats(
                    new NoiseSharing(NoiseSettings.of(0.3, 1000)).blend(same(), shifted(3, 2, 1), List.of()));
            double sum = 0;
            for (int i = (FRAMES - 1) * PER_FRAME; i < z.length; i++) {
                sum += z[i] * z[i];
            }
            assertThat(sum / PER_FRAME).isCloseTo(1, within(0.05)); // 12,288 numbers: three deviations are 0.04
        }
    }

    @Test
    void anEarlierWindowsNoiseGoesOnInTheNextOne() {
        try (var scope = new TensorScope()) {
            var sharing = new NoiseSharing(NoiseSettings.of(0, 1000));
            Tensor whole = sharing.blend(same(), shifted(3, 2, 1), List.of());
            Tensor again = sharing.blend(same(), shifted(3, 2, 1), List.of(whole.narrow(0, 2, 1)));
            assertThat(Tensors.toFloats(again.narrow(0, 0, 1))).isEqualTo(Tensors.toFloats(whole.narrow(0, 2, 1)));
            assertThat(Tensors.toFloats(again.narrow(0, 1, 1))).isEqualTo(Tensors.toFloats(whole.narrow(0, 3, 1)));
        }
    }

    private static Tensor same() {
        return new NoiseSource(5).normal(NoiseStream.STEP, 0, 0, 3, SIDE, SIDE).expand(FRAMES, 3, SIDE, SIDE);
    }

    /** Frames that move by (right, down) pixels from one to the next, all of which are visible or none. */
    private static Motion shifted(float right, float down, int visible) {
        Tensor u = filled(-right);
        Tensor v = filled(-down);
        Tensor backward = torch.cat(new TensorVector(u, v), 1);
        return new Motion(new FlowPairs(backward, backward.neg()), filled(visible), filled(visible));
    }

    private static Tensor filled(float value) {
        float[] values = new float[(FRAMES - 1) * SIDE * SIDE];
        Arrays.fill(values, value);
        return Tensors.of(values, FRAMES - 1, 1, SIDE, SIDE);
    }
}
