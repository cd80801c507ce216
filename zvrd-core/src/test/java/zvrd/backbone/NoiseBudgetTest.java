package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseBudgetTest {
    private static final double[] SINGULAR_VALUES = {1e-3, 0.03, 0.25, 1 / Math.sqrt(3), 1, 1.7};

    @ParameterizedTest
    @CsvSource({
        "0.9, 0.1, 0.35, 0.85",
        "0.97, 0.5, 0.05, 0.85",
        "0.6, 0.3, 0.7, 0.3",
        "0.99, 0.2, 0.14, 0",
        "0.5, 2, 0.8, 1"
    })
    void theNextSampleHasExactlyItsLevelsNoiseAlongEverySingularVector(
            double a, double sigmaY, double sigmaT, double eta) {
        var budget = new NoiseBudget(a, sigmaY, sigmaT, eta);
        for (double s : SINGULAR_VALUES) {
            double measured = a * budget.correction(s) * sigmaY / s;
            double total = Math.hypot(measured, Math.hypot(budget.fresh(s), budget.seen(s)));
            assertThat(total).as("noise along s = %s", s).isCloseTo(sigmaT, within(1e-12));
        }
        assertThat(Math.hypot(budget.fresh(0), budget.seen(0))).isCloseTo(sigmaT, within(1e-12));
        assertThat(budget.correction(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0.25", "1"})
    void aMeasurementWithHardlyAnyNoiseIsBelievedEntirely(double s) {
        var budget = new NoiseBudget(0.9, 1e-9, 0.4, 0.85);
        assertThat(budget.correction(s)).isEqualTo(1);
        assertThat(budget.fresh(s)).isCloseTo(0.4, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0.25", "1"})
    void aCleanImageTakesNothingFromANoisyMeasurement(double s) {
        var budget = new NoiseBudget(1, 0.2, 0, 0.85); // the last move: σ_t = 0
        assertThat(budget.correction(s)).isZero();
        assertThat(budget.fresh(s)).isZero();
        assertThat(budget.seen(s)).isZero();
    }
}
