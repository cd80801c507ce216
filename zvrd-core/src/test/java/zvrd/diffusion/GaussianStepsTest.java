package zvrd.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Percentage;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.diffusion.GaussianSteps.FixedVariance;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

/** Laws of the steps; the reference's own numbers are compared by the conformance test. */
@ExtendWith(LeakGuard.class)
class GaussianStepsTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(1000);
    private static final GaussianSteps STEPS = new GaussianSteps(SCHEDULE);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 999})
    void theNoiseThatWasAddedIsFoundAndTakenAway(int t) {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(1);
            Tensor z = image(2);
            Tensor xt = STEPS.noised(x0, z, t);
            double grown = SCHEDULE.sigmaBar(t); // errors of z grow by σ̄_t in x0, those of x0 by its inverse in z
            assertNear(STEPS.x0(xt, z, t), x0, 1e-6 * (1 + grown));
            assertNear(STEPS.epsilon(xt, x0, t), z, 1e-6 * (1 + 1 / grown));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 999})
    void theCleanImageIsFoundFromTheMeanItImplies(int t) {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(1);
            Tensor xt = image(2);
            Tensor mean = STEPS.posteriorMean(xt, x0, t);
            double grown = 1 / SCHEDULE.posteriorWeightOfX0(t);
            assertNear(STEPS.x0OfMean(xt, mean, t), x0, 1e-6 * (1 + grown));
        }
    }

    @Test
    void aLearnedVarianceReachesFromThePosteriorsToBeta() {
        try (var scope = new TensorScope()) {
            Tensor v = torch.tensor(new float[] {-1, 1});
            Tensor variance = STEPS.learnedLogVariance(v, 500).exp();
            assertThat(item(variance, 0)).isCloseTo((float) SCHEDULE.posteriorVariance(500), withinUlps());
            assertThat(item(variance, 1)).isCloseTo((float) SCHEDULE.beta(500), withinUlps());
        }
    }

    @Test
    void theLastStepAddsNoNoise() {
        try (var scope = new TensorScope()) {
            ReverseStep step = STEPS.reverse(image(1), new Prediction(image(2), image(3)), 0, true);
            assertNear(STEPS.sample(step, image(4), 0), step.mean(), 0);
        }
    }

    @Test
    void ddimWithAllItsNoiseIsDdpmWithTheSmallVariance() {
        try (var scope = new TensorScope()) {
            Tensor xt = image(1);
            Tensor z = image(4);
            ReverseStep step = STEPS.reverse(xt, new Prediction(image(2), null), 500, false, FixedVariance.SMALL);
            assertNear(STEPS.ddim(xt, step.x0(), 500, 499, 1, z), STEPS.sample(step, z, 500), 1e-5);
        }
    }

    @Test
    void ddimToTheCleanLevelReturnsTheCleanImage() {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(1);
            assertNear(STEPS.ddim(image(2), x0, 300, -1, 0.85, null), x0, 0);
        }
    }

    @Test
    void anInvertedStepIsUndoneByTheSameCleanImage() {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(1);
            Tensor xt = image(2);
            Tensor up = STEPS.inverted(xt, x0, 400);
            assertNear(STEPS.ddim(up, x0, 401, 400, 0, null), xt, 1e-5);
        }
    }

    @Test
    void guidanceWithoutAGradientChangesNothing() {
        try (var scope = new TensorScope()) {
            Tensor xt = image(1);
            Tensor none = torch.zeros_like(xt);
            ReverseStep step = STEPS.reverse(xt, new Prediction(image(2), image(3)), 500, true);
            assertNear(STEPS.shifted(step, none).mean(), step.mean(), 0);
            assertNear(STEPS.rescored(step, xt, none, 500).mean(), step.mean(), 1e-5);
        }
    }

    @Test
    void aNetworkWithoutVarianceNeedsAFixedOneAndDdimItsNoise() {
        try (var scope = new TensorScope()) {
            Tensor x = image(1);
            assertThatThrownBy(() -> STEPS.reverse(x, new Prediction(x, null), 5, true))
                    .hasMessageContaining("learned no variance");
            assertThatThrownBy(() -> STEPS.ddim(x, x, 5, 4, 0.5, null)).hasMessageContaining("needs noise");
        }
    }

    private static Tensor image(long seed) {
        torch.manual_seed(seed);
        return torch.randn(2, 3, 8, 10);
    }

    private static void assertNear(Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.sub(expected).abs().max().item_double()).isLessThanOrEqualTo(tolerance);
    }

    private static float item(Tensor vector, long index) {
        return vector.select(0, index).item_float();
    }

    private static Percentage withinUlps() {
        return Percentage.withPercentage(1e-3); // float32 exp of about -5
    }
}
