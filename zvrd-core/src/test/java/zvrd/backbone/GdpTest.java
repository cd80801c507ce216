package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Measurement;
import zvrd.degradation.OperatorNorm;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class GdpTest {
    private static final int[] LEVELS = {0, 100, 300};

    static DegradationOperator[] operators() {
        return new DegradationOperator[] {
            new AverageDownsample(4),
            new Grayscale(),
            new Inpainting(Mask.box(3, 3, 5, 5, 16, 16)),
            Blur.of(BlurKernel.gaussian(1.2))
        };
    }

    /** The published ℓ, the mean of (D x01 - y01)² with D = A⁺A or, for a blur, A, by central differences. */
    @ParameterizedTest
    @MethodSource("operators")
    void theMeanMovesByThePublishedGradient(DegradationOperator a) {
        try (var scope = new TensorScope()) {
            Tensor truth = image(1);
            Tensor x0 = image(2);
            var m = new Measurement(a.forward(truth), a, 0);
            double scale = 30;
            long values = x0.numel();
            Tensor direction = image(3);
            double h = 1e-2; // ℓ is a parabola: only rounding is to be kept small
            double slope = (loss(a, x0.add(direction, new Scalar(h)), truth)
                            - loss(a, x0.sub(direction, new Scalar(h)), truth))
                    / (2 * h);
            Tensor g = shift(x0, m, new Gdp.Settings(Gdp.weight(scale, values), 0, true));
            // float32 sums of 768 terms
            assertThat(Tensors.dot(g, direction)).isCloseTo(-scale * slope, within(1e-3 * Math.abs(scale * slope)));
        }
    }

    @Test
    void aFrameFourTimesAsLargeIsPulledAsStrongly() {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(4);
            Tensor y = torch.zeros(new long[] {1, 3, 4, 4});
            var settings = new Gdp.Settings(0.1, 0.1, true);
            Tensor small = shift(x0, new Measurement(y, new AverageDownsample(4), 0), settings);
            Tensor four = x0.repeat(1, 1, 2, 2);
            var wide = new Measurement(y.repeat(1, 1, 2, 2), new AverageDownsample(4), 0);
            Tensor large = shift(four, wide, settings);
            assertThat(Walk.distance(large, small.repeat(1, 1, 2, 2))).isLessThan(1e-6); // means of float32
        }
    }

    /** The difference of neighbours sees nothing of a white image; its ‖A‖² is 4. */
    @Test
    void anOperatorOfBothSignsIsFollowedNoFurtherThanItBears() {
        try (var scope = new TensorScope()) {
            DegradationOperator edges = new Difference(1);
            assertThat(OperatorNorm.squared(edges, 1, 3, 16, 16)).isBetween(3.8, 4.0 + 1e-5); // 3 % below
            Tensor x0 = image(6);
            var m = new Measurement(edges.forward(image(7)), edges, 0);
            Tensor after = x0.add(shift(x0, m, new Gdp.Settings(1, 0, true)));
            double before = Walk.distance(edges.forward(x0), m.y());
            assertThat(Walk.distance(edges.forward(after), m.y())).isLessThan(before);
        }
    }

    @Test
    void anOperatorThatLeavesNothingPullsNowhere() {
        try (var scope = new TensorScope()) {
            DegradationOperator nothing = new Difference(0);
            Tensor x0 = image(8);
            var m = new Measurement(torch.zeros_like(x0), nothing, 0);
            Tensor moved = shift(x0, m, new Gdp.Settings(1, 0, true));
            assertThat(Walk.distance(moved, null)).isLessThan(1e-6); // x0 comes out of x_t and ε in float32
        }
    }

    /** {@code gain} times each pixel less the one to its left, around the border. */
    private record Difference(double gain) implements DegradationOperator {
        @Override
        public Tensor forward(Tensor x) {
            return TensorScope.compute(
                    () -> x.sub(torch.roll(x, new long[] {1}, 3)).mul(new Scalar(gain)));
        }

        @Override
        public Tensor adjoint(Tensor y) {
            return TensorScope.compute(
                    () -> y.sub(torch.roll(y, new long[] {-1}, 3)).mul(new Scalar(gain)));
        }

        @Override
        public String name() {
            return "difference";
        }
    }

    @Test
    void aNoisyMeasurementIsFollowedLessTheCleanerTheSample() {
        try (var scope = new TensorScope()) {
            Tensor x0 = image(5);
            Tensor y = torch.zeros(new long[] {1, 3, 4, 4});
            var m = new Measurement(y, new AverageDownsample(4), 0.1);
            var exact = new Measurement(y, new AverageDownsample(4), 0);
            var ours = new Gdp.Settings(0.5, 0, false);
            double all = Walk.distance(shift(x0, exact, ours), null);
            assertThat(Walk.distance(shift(x0, m, ours), null)).isLessThan(0.02 * all); // σ̄_0 is a tenth of σ_n
            assertThat(Walk.distance(shift(x0, m, new Gdp.Settings(0.5, 0, true)), null))
                    .isCloseTo(all, within(1e-6));
        }
    }

    /** What the last move adds to an image the network is sure of. */
    private static Tensor shift(Tensor x0, Measurement m, Gdp.Settings settings) {
        var gdp = new Gdp(Walk.SCHEDULE, LEVELS, settings);
        Move last = gdp.moves().get(gdp.moves().size() - 1);
        Sample after = gdp.step(
                last, new Sample(x0, null), Walk.knowing(x0).predict(x0, last.t()), m, Guidance.none(), Walk.noise(1));
        return after.xt().sub(x0);
    }

    private static double loss(DegradationOperator a, Tensor x, Tensor truth) {
        try (var scope = new TensorScope()) {
            Tensor surprise = a.forward(x.sub(truth).mul(new Scalar(0.5)));
            Tensor r = a instanceof Blur ? surprise : a.pseudoInverse(surprise);
            return Tensors.dot(r, r) / r.numel();
        }
    }

    private static Tensor image(int seed) {
        return TensorScope.compute(() -> {
            torch.manual_seed(seed);
            return torch.rand(new long[] {1, 3, 16, 16}).mul(new Scalar(1.6)).sub(new Scalar(0.8));
        });
    }
}
