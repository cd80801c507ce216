package zvrd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.diffusion.NoiseSchedule;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class DenoisingLossTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(1000);
    private static final DenoisingLoss LOSS = new DenoisingLoss(SCHEDULE);

    @Test
    void theTrueNoiseWithThePosteriorsVarianceCostsNothing() {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(1);
            Tensor z = image(2);
            int[] t = {300, 700};
            Tensor output = torch.cat(new TensorVector(z, torch.full_like(z, new Scalar(-1.0))), 1);
            DenoisingLoss.Terms terms = LOSS.of(output, x0, LOSS.noised(x0, z, t), z, t);
            assertThat(terms.noise().item_double()).isZero();
            assertThat(terms.variational().item_double()).isCloseTo(0, within(1e-4)); // float32 of x̂_0 from x_t
        }
    }

    @Test
    void theBoundIsTheDivergenceOfTwoGaussians() {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(1);
            Tensor z = image(2);
            int t = 500;
            int[] both = {t, t};
            Tensor output = torch.cat(new TensorVector(z.mul(new Scalar(0.9)), torch.zeros_like(z)), 1);
            double bits = LOSS.of(output, x0, LOSS.noised(x0, z, both), z, both)
                    .variational()
                    .item_double();

            double low = SCHEDULE.posteriorLogVariance(t);
            double middle = (low + Math.log(SCHEDULE.beta(t))) / 2;
            double gap = 0.1 * SCHEDULE.posteriorWeightOfX0(t) * SCHEDULE.sigmaBar(t);
            double meanSquare = z.square().mean().item_double() * gap * gap;
            double nats = 0.5 * (-1 + middle - low + Math.exp(low - middle) + meanSquare * Math.exp(-middle));
            assertThat(bits).isCloseTo(2 * nats / Math.log(2), within(1e-4));
        }
    }

    @Test
    void theLastStepPaysForTheBinOfTheTrueValue() {
        try (var scope = new TensorScope()) {
            Tensor x0 = torch.zeros(1, 3, 8, 8);
            int[] t = {0};
            Tensor output = torch.cat(new TensorVector(torch.zeros_like(x0), torch.zeros_like(x0)), 1);
            double bits = LOSS.of(output, x0, x0, x0, t).variational().item_double();
            double middle = (SCHEDULE.posteriorLogVariance(0) + Math.log(SCHEDULE.beta(0))) / 2;
            double mass = erf(Math.exp(-middle / 2) / 255 / Math.sqrt(2)); // within half a level of the mean
            assertThat(bits).isCloseTo(-Math.log(mass) / Math.log(2), within(2e-3)); // tanh for the normal cdf
        }
    }

    @Test
    void aNetworkWithoutVariancePaysForNoiseOnlyAndTheWeightIsBounded() {
        try (var scope = new TensorScope()) {
            Tensor z = image(2);
            int[] t = {999, 999};
            DenoisingLoss.Terms terms = LOSS.of(torch.zeros_like(z), z, z, z, t);
            assertThat(terms.variational().item_double()).isZero();
            double expected = 2 * 20 * z.square().mean().item_double();
            assertThat(terms.noise().item_double()).isCloseTo(expected, within(1e-4 * expected));
        }
    }

    @Test
    void theVarianceLearnsThroughTheBoundOnly() {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(1);
            Tensor z = image(2);
            int[] t = {200, 0};
            Tensor output = torch.zeros(2, 6, 8, 8);
            output.requires_grad_(true);
            DenoisingLoss.Terms terms = LOSS.of(output, x0, LOSS.noised(x0, z, t), z, t);
            terms.variational().backward();
            Tensor gradient = output.grad();
            assertThat(gradient.narrow(1, 0, 3).abs().max().item_float()).isZero();
            assertThat(gradient.narrow(1, 3, 3).abs().min().item_float()).isPositive();
        }
    }

    @Test
    void mostLevelsAreOnesARestorerVisits() {
        var random = new SplittableRandom(5);
        int inRange = 0;
        for (int i = 0; i < 2000; i++) {
            double sigma = SCHEDULE.sigmaBar(LOSS.drawLevel(random));
            inRange += sigma > 0.019 && sigma < 1.51 ? 1 : 0;
        }
        // 65 % by design, and the 34 % of a uniform choice that fall there by themselves
        assertThat(inRange / 2000.0).isCloseTo(0.65 + 0.35 * 0.34, within(0.04));
    }

    private static Tensor image(long seed) {
        return StepDraws.normal(seed, 2, 3, 8, 8);
    }

    private static double erf(double x) { // by its series, exact enough for x below 2
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
