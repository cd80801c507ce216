package zvrd.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseScheduleTest {
    private static final NoiseSchedule LINEAR = NoiseSchedule.linear(1000);

    @ParameterizedTest
    @CsvSource({"0, 0.9999", "1, 0.9997800921", "99, 0.8970181457", "100, 0.8951415909", "499, 0.07858724288"})
    void theLinearScheduleKeepsThePublishedShareOfTheSignal(int t, double alphaBar) {
        assertThat(LINEAR.alphaBar(t)).isCloseTo(alphaBar, relative(alphaBar, 1e-9)); // ten digits were published
    }

    @Test
    void theEndsOfTheLinearScheduleAreExact() {
        assertThat(LINEAR.beta(0)).isEqualTo(1e-4);
        assertThat(LINEAR.beta(1)).isCloseTo(0.00011991991991991993, within(1e-18));
        assertThat(LINEAR.beta(999)).isEqualTo(0.02);
        assertThat(LINEAR.alphaBar(999)).isCloseTo(4.035829765e-5, within(1e-14));
        assertThat(LINEAR.alphaBar(-1)).isEqualTo(1.0);
        assertThat(LINEAR.alphaBar(1000)).isZero();
    }

    @Test
    void theCosineScheduleMatchesItsGoldenNumbers() {
        NoiseSchedule cosine = NoiseSchedule.cosine(1000);
        assertThat(cosine.beta(0)).isCloseTo(4.128422482196914e-05, relative(4.1e-5, 1e-12));
        assertThat(cosine.beta(500)).isCloseTo(0.003155691441585007, relative(3e-3, 1e-12));
        assertThat(cosine.beta(999)).isEqualTo(0.999);
        assertThat(cosine.alphaBar(500)).isCloseTo(0.49228517244880304, within(1e-13));
    }

    @Test
    void stableDiffusionIsLinearInTheRoot() {
        NoiseSchedule latent = NoiseSchedule.stableDiffusion();
        assertThat(latent.beta(0)).isCloseTo(0.00085, within(1e-17));
        assertThat(latent.alphaBar(500)).isCloseTo(0.2763326838229746, within(1e-13));
        assertThat(latent.alphaBar(999)).isCloseTo(0.004660098513077238, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5.453187661300667e-05, -9.81672513529595, 0.5452914995101377, 0.4547084989905303",
        "500, 0.010051335778909641, -4.600049739984903, 0.0030580570756296344, 0.9941043507567258",
        "999, 0.019999983526560627, -3.912023829100455, 0.00012835148717224693, 0.9899486782675173"
    })
    void thePosteriorHasTheGoldenVarianceAndWeights(int t, double variance, double log, double x0, double xt) {
        assertThat(LINEAR.posteriorVariance(t)).isCloseTo(variance, relative(variance, 1e-12));
        assertThat(LINEAR.posteriorLogVariance(t)).isCloseTo(log, within(1e-11));
        assertThat(LINEAR.posteriorWeightOfX0(t)).isCloseTo(x0, relative(x0, 1e-12));
        assertThat(LINEAR.posteriorWeightOfXt(t)).isCloseTo(xt, relative(xt, 1e-12));
    }

    @Test
    void theFirstLogVarianceIsThatOfTheSecondLevel() {
        assertThat(LINEAR.posteriorVariance(0)).isZero();
        assertThat(LINEAR.posteriorLogVariance(0)).isEqualTo(LINEAR.posteriorLogVariance(1));
    }

    @ParameterizedTest
    @CsvSource({"5, 0.0300", "10, 0.0469", "50, 0.1760", "100, 0.3423", "200, 0.7236", "300, 1.2402", "500, 3.443"})
    void theNoiseOfAnEstimateIsFoundByLevelAndTheLevelByNoise(int t, double sigma) {
        assertThat(LINEAR.sigmaBar(t)).isCloseTo(sigma, within(1e-4 * Math.max(1, 5 * sigma))); // four digits
        assertThat(LINEAR.indexOfSigma(LINEAR.sigmaBar(t))).isEqualTo(t);
    }

    @Test
    void aSigmaOutsideTheScheduleGivesItsNearestEnd() {
        assertThat(LINEAR.indexOfSigma(0)).isZero();
        assertThat(LINEAR.indexOfSigma(1e9)).isEqualTo(999);
    }

    @Test
    void aRespacedChainStandsAtTheSameNoiseLevels() {
        NoiseSchedule spaced = LINEAR.respaced(0, 10, 500, 999);
        assertThat(spaced.steps()).isEqualTo(4);
        assertThat(spaced.alphaBar(2)).isCloseTo(LINEAR.alphaBar(500), within(1e-16));
        assertThat(spaced.beta(0)).isCloseTo(1e-4, within(1e-16));
    }

    @Test
    void equalBetasMakeEqualSchedules() {
        assertThat(NoiseSchedule.linear(1000)).isEqualTo(LINEAR).hasSameHashCodeAs(LINEAR);
        assertThat(LINEAR).isNotEqualTo(NoiseSchedule.cosine(1000));
    }

    @Test
    void refusesBetasOutsideTheirRangeAndStepsOutOfOrder() {
        assertThatThrownBy(() -> NoiseSchedule.ofBetas(0.1, 1.5)).hasMessageContaining("beta[1]");
        assertThatThrownBy(() -> LINEAR.respaced(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NoiseSchedule.linear(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Offset<Double> relative(double value, double tolerance) {
        return within(Math.abs(value) * tolerance);
    }
}
