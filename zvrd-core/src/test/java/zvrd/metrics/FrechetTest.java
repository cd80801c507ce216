package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class FrechetTest {
    @ParameterizedTest
    @CsvSource({"40, 6", "4, 6"}) // more vectors than numbers in one, and fewer
    void ofEqualSetsIsZeroAndOfAShiftedSetTheSquareOfTheShift(int n, int d) {
        try (var scope = new TensorScope()) {
            Tensor x = features(1, n, d);
            assertThat(Frechet.distance(x, x)).isCloseTo(0, within(1e-12));
            assertThat(Frechet.distance(x, x.add(new Scalar(0.5)))).isCloseTo(d * 0.25, within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 6", "4, 6"})
    void ofAStretchedSetIsTheSpreadTimesTheStretchLessOneSquared(int n, int d) { // √(Σ · 9 Σ) = 3 Σ
        try (var scope = new TensorScope()) {
            Tensor x = features(2, n, d);
            Tensor centred = x.sub(x.mean(new long[] {0}, true, null));
            double spread = centred.square().sum().item_double() / (n - 1);
            assertThat(Frechet.distance(centred, centred.mul(new Scalar(3.0)))).isCloseTo(4 * spread, within(1e-10));
        }
    }

    @Test
    void doesNotDependOnTheOrderOfTheSetsOrOfTheirVectors() {
        try (var scope = new TensorScope()) {
            Tensor x = features(3, 9, 5);
            Tensor y = features(4, 4, 5);
            double distance = Frechet.distance(x, y);
            assertThat(distance).isPositive();
            assertThat(Frechet.distance(y, x)).isCloseTo(distance, within(1e-12));
            assertThat(Frechet.distance(x.flip(0), y)).isCloseTo(distance, within(1e-12));
        }
    }

    @Test
    void refusesVectorsOfTwoLengthsAndSingleOnes() {
        try (var scope = new TensorScope()) {
            assertThatThrownBy(() -> Frechet.distance(torch.zeros(3, 4), torch.zeros(3, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[3, 4]");
            assertThatThrownBy(() -> Frechet.distance(torch.zeros(1, 4), torch.zeros(3, 4)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Tensor features(int seed, int n, int d) {
        return new NoiseSource(seed)
                .normal(NoiseStream.STEP, 0, 0, 1, n, d)
                .view(n, d)
                .to(ScalarType.Double);
    }
}
