package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.tensor.Images;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class ShiftTest {
    @ParameterizedTest
    @ValueSource(ints = {-3, -2, -1, 0, 1, 2, 3})
    void aDisplacedClipIsFoundWhereItIs(int shift) {
        try (var comparison = new ClipComparison(new SteadyFlow(1, 0), 2, 2)) {
            for (int t = 0; t < 9; t++) {
                comparison.add(moment(t, t + shift));
            }
            assertThat(comparison.shifts()).first().isEqualTo(new Shift(0, 0));
            assertThat(comparison.shifts().get(1).frames()).isEqualTo(shift);
            assertThat(comparison.shifts().get(1).gain() > 10).isEqualTo(shift != 0);
        }
    }

    @Test
    void aStillSceneFitsWhereItStands() {
        try (var comparison = new ClipComparison(new SteadyFlow(0, 0), 2, 1)) {
            for (int t = 0; t < 5; t++) {
                comparison.add(moment(0, 0));
            }
            assertThat(comparison.shifts()).containsOnly(new Shift(0, 0));
        }
    }

    @Test
    void ofDamagedClipsNoneStandsWrongAndEveryDisplacedOneIsFound() {
        count(12);
    }

    @Test
    @Tag("slow")
    void ofHundredsOfDamagedClipsNoneStandsWrongAndEveryDisplacedOneIsFound() {
        count(400);
    }

    /** So many scenes, moving each at its own pace or still, restored with noise and blur, in place and displaced. */
    private static void count(int scenes) {
        for (int scene = 0; scene < scenes; scene++) {
            var random = new SplittableRandom(scene);
            double pace = scene % 4 == 0 ? 0 : random.nextDouble(1, 5);
            int shift = random.nextInt(1, 4) * (random.nextBoolean() ? 1 : -1);
            try (var comparison = new ClipComparison(new SteadyFlow(pace, 0), 2, 2)) {
                for (int t = 0; t < 8; t++) {
                    comparison.add(damaged(scene, t, shift, pace));
                }
                assertThat(comparison.shifts().get(0).frames())
                        .as("scene %d in place", scene)
                        .isZero();
                assertThat(comparison.shifts().get(1).frames())
                        .as("scene %d at %.1f pixels a frame", scene, pace)
                        .isEqualTo(pace == 0 ? 0 : shift);
            }
        }
    }

    private static Moment damaged(int scene, int t, int shift, double pace) {
        try (var scope = new TensorScope()) {
            short[] reference = rgb(Waves.of(48, 64, pace * t + scene, 0));
            short[] inPlace = rgb(restored(scene, t, pace));
            return new Moment(64, 48, reference, List.of(inPlace, rgb(restored(scene, t + shift, pace))));
        }
    }

    private static Tensor restored(int scene, int t, double pace) {
        Tensor blurred = Blur.of(BlurKernel.gaussian(2)).forward(Waves.of(48, 64, pace * t + scene, 0));
        Tensor noise = new NoiseSource(scene).normal(NoiseStream.STEP, 0, t + 3, 3, 48, 64);
        return blurred.add(noise, new Scalar(0.08)); // ten levels
    }

    /** One clip that stands right, and another that shows what the reference shows at {@code then}. */
    private static Moment moment(int t, int then) {
        try (var scope = new TensorScope()) {
            short[] reference = rgb(Waves.of(8, 20, 2.5 * t, 0));
            short[] right = rgb(Waves.of(8, 20, 2.5 * t + 0.2, 0));
            return new Moment(20, 8, reference, List.of(right, rgb(Waves.of(8, 20, 2.5 * then + 0.1, 0))));
        }
    }

    private static short[] rgb(Tensor x) {
        return Images.toRgb16(x, 8);
    }
}
