package zvrd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingRecipeTest {
    private static final TrainingRecipe STANDARD = TrainingRecipe.standard();

    @Test
    void theRateRisesHoldsAndFalls() {
        assertThat(STANDARD.learningRate(0, 0)).isCloseTo(2e-6, within(1e-12));
        assertThat(STANDARD.learningRate(299, 0)).isCloseTo(6e-4, within(1e-12));
        assertThat(STANDARD.learningRate(9000, 0.5)).isCloseTo(6e-4, within(1e-12));
        assertThat(STANDARD.learningRate(9000, 1)).isCloseTo(3e-5, within(1e-12));
    }

    @Test
    void aTrainingThatNeverDecaysKeepsItsRate() {
        assertThat(TinyTraining.recipe().learningRate(9000, 1)).isCloseTo(2e-3, within(1e-12));
    }

    @Test
    void everyFourthBatchIsOfLargerCropsAndTheLastTenthHasThemOnly() {
        assertThat(STANDARD.batch(2, 0.5)).isEqualTo(new CropBatch(16, 64));
        assertThat(STANDARD.batch(3, 0.5)).isEqualTo(new CropBatch(4, 128));
        for (int step = 0; step < 3; step++) {
            assertThat(STANDARD.batch(step, 0.95).side()).isBetween(128, 256);
        }
    }

    @Test
    void theAverageForgetsItsRandomBeginning() {
        assertThat(STANDARD.emaDecay(0)).isCloseTo(0.1, within(1e-12));
        assertThat(STANDARD.emaDecay(1_000_000)).isEqualTo(0.999);
    }

    @Test
    void runningMeansAreMeansOfAllStepsWhileTheyAreFew() {
        RunningMeans means = RunningMeans.none().with(1, 1.0).with(2, 3.0).with(3, 5.0);
        assertThat(means.value(0)).isCloseTo(3, within(1e-12));
        assertThat(means.with(4, Double.NaN)).isEqualTo(means);
        assertThat(RunningMeans.parse(means.text())).isEqualTo(means);
        assertThat(RunningMeans.parse(RunningMeans.none().text())).isEqualTo(RunningMeans.none());
    }
}
