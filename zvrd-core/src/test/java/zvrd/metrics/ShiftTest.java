package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.tensor.Images;
import zvrd.tensor.LeakGuard;
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
