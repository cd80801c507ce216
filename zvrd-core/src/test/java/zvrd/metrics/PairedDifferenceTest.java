package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    @Test
    void aConstantDifferenceIsSure() {
        PairedDifference difference =
                PairedDifference.of(new double[] {1, 5, 2, 9, 3, 3}, new double[] {1.5, 5.5, 2.5, 9.5, 3.5, 3.5});
        assertThat(difference).isEqualTo(new PairedDifference(0.5, 0.5, 0.5, 6));
        assertThat(difference.isClear()).isTrue();
    }

    @Test
    void aFewMomentsGiveNoInterval() {
        PairedDifference difference = PairedDifference.of(new double[5], new double[] {1, 2, 3, 4, 5});
        assertThat(difference.mean()).isEqualTo(3);
        assertThat(difference.low()).isNaN();
        assertThat(difference.high()).isNaN();
        assertThat(difference.isClear()).isFalse();
    }

    @Test
    void theIntervalCoversTheTrueMeanAsOftenAsItSays() {
        var random = new SplittableRandom(3);
        long covered = IntStream.range(0, 300)
                .filter(trial -> {
                    double[] noise = random.doubles(60).map(u -> u - 0.5).toArray();
                    PairedDifference of = PairedDifference.of(new double[60], noise);
                    return of.low() <= 0 && of.high() >= 0;
                })
                .count();
        assertThat(covered / 300.0).isBetween(0.87, 0.98);
    }

    @Test
    void differencesThatComeInRunsWidenTheInterval() {
        double[] inTurn =
                IntStream.range(0, 64).mapToDouble(n -> n % 2 == 0 ? 1 : -1).toArray();
        double[] inRuns = IntStream.range(0, 64)
                .mapToDouble(n -> n / 16 % 2 == 0 ? 1 : -1)
                .toArray();
        PairedDifference turns = PairedDifference.of(new double[64], inTurn);
        PairedDifference runs = PairedDifference.of(new double[64], inRuns);
        assertThat(turns.mean()).isEqualTo(runs.mean()).isZero();
        assertThat(runs.high() - runs.low()).isGreaterThan(2 * (turns.high() - turns.low()));
    }

    @Test
    void momentsWithoutAValueAreLeftOut() {
        double[] first = {Double.NaN, 1, 1, Double.POSITIVE_INFINITY};
        PairedDifference difference = PairedDifference.of(first, new double[] {0, 2, 4, 3});
        assertThat(difference.moments()).isEqualTo(2);
        assertThat(difference.mean()).isCloseTo(2, within(1e-12));
        assertThat(PairedDifference.of(new double[] {Double.NaN}, new double[] {1})
                        .mean())
                .isNaN();
        assertThatThrownBy(() -> PairedDifference.of(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 moments against 3");
    }
}
