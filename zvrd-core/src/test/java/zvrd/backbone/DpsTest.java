package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.UserError;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Measurement;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.Task;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.Prediction;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class DpsTest {
    private static final int[] LEVELS = {0, 100, 300};
    private static final double ZETA = 16;
    private static final AverageDownsample SR4 = new AverageDownsample(4);

    /** A frame twice as large is no harder to correct: the published step would move each pixel by 1/√2 of that. */
    @Test
    void whatAStepDoesToAPixelDoesNotDependOnTheSizeOfTheFrame() {
        try (var scope = new TensorScope()) {
            Tensor xt = random(1, 16).mul(new Scalar(0.3)); // so that x̃0 lies inside [-1, 1]
            Tensor y = random(2, 4).mul(new Scalar(0.3));
            Tensor once = moved(xt, y, SR4, NoiseKind.GAUSSIAN);
            Tensor twice = moved(beside(xt), beside(y), SR4, NoiseKind.GAUSSIAN);
            assertThat(Walk.distance(twice, beside(once))).isCloseTo(0, within(1e-5)); // float32 sums of 1536 squares
            assertThat(Walk.distance(once, torch.zeros_like(once))).isGreaterThan(1e-3);
        }
    }

    /** ℓ(x_t + hd) - ℓ(x_t - hd) over 2h, for a network whose derivative is known. */
    @ParameterizedTest
    @EnumSource(NoiseKind.class)
    void aStepGoesDownTheGradientOfTheDistanceInTheNoisySample(NoiseKind kind) {
        try (var scope = new TensorScope()) {
            Tensor xt = random(3, 16).mul(new Scalar(0.3));
            Tensor y = random(4, 4).mul(new Scalar(0.3));
            Tensor d = random(5, 16);
            double h = 0.01;
            double slope = (distance(xt.add(d, new Scalar(h)), y, kind) - distance(xt.sub(d, new Scalar(h)), y, kind))
                    / (2 * h);
            double zeta = ZETA * 16 / 256; // on a frame of 16²
            double found = Tensors.dot(moved(xt, y, SR4, kind), d) / -zeta;
            assertThat(found).isCloseTo(slope, within(1e-3 * Math.abs(slope))); // h² and rounding over h
        }
    }

    @Test
    void brightPixelsOfCountedLightCountForLess() {
        try (var scope = new TensorScope()) {
            Tensor y = torch.cat(
                    new TensorVector(
                            torch.full(new long[] {1, 3, 8, 4}, new Scalar(-0.8)),
                            torch.full(new long[] {1, 3, 8, 4}, new Scalar(0.8))),
                    3);
            Tensor residual = torch.ones_like(y);
            Tensor slope = Likelihood.POISSON.slope(residual, y);
            double dark = slope.select(3, 0).mean().item_double();
            double bright = slope.select(3, 7).mean().item_double();
            assertThat(dark / bright).isCloseTo(9, within(1e-4)); // brightness 0.1 and 0.9
            Tensor even = Likelihood.GAUSSIAN.slope(residual, y);
            assertThat(Math.sqrt(Tensors.dot(even, even))).isCloseTo(1, within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Likelihood.class)
    void whatIsExplainedEntirelyPullsNowhere(Likelihood likelihood) {
        try (var scope = new TensorScope()) {
            Tensor y = random(6, 8);
            Tensor slope = likelihood.slope(torch.zeros_like(y), y);
            assertThat(slope.abs().max().item_double()).isZero();
        }
    }

    @Test
    void whatMayBeNoiseIsNotPutIntoThePicture() {
        try (var scope = new TensorScope()) {
            Tensor xt = random(7, 16).mul(new Scalar(0.3));
            Tensor y = random(8, 4).mul(new Scalar(0.3));
            Tensor pulled = moved(xt, new Measurement(y, SR4, 0.1));
            assertThat(pulled.abs().max().item_double()).isPositive();
            Tensor left = moved(xt, new Measurement(y, SR4, 1)); // more noise than y is away
            assertThat(left.abs().max().item_double()).isZero();
        }
    }

    @Test
    void noiseOfCountedLightIsExpectedWhereTheLightIs() {
        try (var scope = new TensorScope()) {
            Tensor xt = random(9, 16).mul(new Scalar(0.1)); // x̃0 is grey, and y 0.9 away
            Tensor y = torch.full(new long[] {1, 3, 4, 4}, new Scalar(-0.9)); // a twentieth of white
            var even = new Measurement(y, SR4, 1.5);
            var counted = new Measurement(y, SR4, 1.5, NoiseKind.POISSON); // σ is a third of that here
            assertThat(moved(xt, even).abs().max().item_double()).isZero();
            assertThat(moved(xt, counted).abs().max().item_double()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Task.class,
            names = {"SUPER_RESOLUTION", "DEBLUR", "INPAINT", "DENOISE"})
    void stepsThatPassMoreLevelsGoFurtherAndThoseOfThePresetsAsThere(Task task) {
        for (Preset preset : Preset.values()) {
            PresetTable.DpsRow row = PresetTable.dps(preset, task);
            assertThat(PresetTable.zeta(task, row.stride())).isCloseTo(row.zeta(), within(1e-9 * row.zeta()));
        }
        for (double stride = 1; stride < 100; stride++) {
            assertThat(PresetTable.zeta(task, stride + 1)).isGreaterThanOrEqualTo(PresetTable.zeta(task, stride));
        }
    }

    @Test
    void howFarTheGradientGoesIsAskedOfNoOtherRestorer() {
        var wish = new BackboneSettings(
                "ddnm", Preset.DRAFT, Task.SUPER_RESOLUTION, null, null, null, GradientReach.COUPLED, QualityWish.NONE);
        assertThatThrownBy(() -> Backbones.create(wish, Walk.SCHEDULE, SR4, 0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--dps-gradient is a setting of dps");
    }

    @Test
    void aShareOfTheWayComesNearerAndDoesNotSwing() {
        try (var scope = new TensorScope()) {
            Tensor y = random(1, 16).mul(new Scalar(0.2));
            Tensor xt = random(2, 64).mul(new Scalar(0.2));
            double before = left(xt, y, new Dps.Settings(1e-30, 0, GradientReach.LOCAL, true));
            double half = left(xt, y, new Dps.Settings(1, 0.5, GradientReach.LOCAL, true));
            double all = left(xt, y, new Dps.Settings(1, 1, GradientReach.LOCAL, true));
            assertThat(half).isLessThan(0.8 * before);
            assertThat(all).isLessThan(half);
        }
        assertThat(PresetTable.share(
                        Task.SUPER_RESOLUTION,
                        PresetTable.dps(Preset.DRAFT, Task.SUPER_RESOLUTION).stride()))
                .isCloseTo(0.5, within(1e-9));
        assertThat(PresetTable.share(Task.SUPER_RESOLUTION, 251)).isEqualTo(1);
        assertThat(PresetTable.share(Task.DEBLUR, 5)).isZero();
        assertThatThrownBy(() -> new Dps.Settings(1, 1.5, GradientReach.LOCAL, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What the move to the clean image leaves of y. */
    private static double left(Tensor xt, Tensor y, Dps.Settings settings) {
        var dps = new Dps(Walk.SCHEDULE, LEVELS, settings);
        Move last = dps.moves().get(dps.moves().size() - 1);
        Prediction seen = Walk.white(0.1).predict(xt, last.t());
        Tensor x = dps.step(
                        last, new Sample(xt, null), seen, new Measurement(y, SR4, 0), Guidance.none(), Walk.noise(1))
                .xt();
        Tensor r = y.sub(SR4.forward(x));
        return Math.sqrt(Tensors.dot(r, r));
    }

    /** What the likelihood adds to the first move. */
    private static Tensor moved(Tensor xt, Tensor y, DegradationOperator a, NoiseKind kind) {
        return moved(xt, new Measurement(y, a, 0, kind));
    }

    private static Tensor moved(Tensor xt, Measurement m) {
        Denoiser network = Walk.white(0.1);
        var dps = new Dps(Walk.SCHEDULE, LEVELS, new Dps.Settings(ZETA, 0, GradientReach.LOCAL, false));
        var still = new Dps(Walk.SCHEDULE, LEVELS, new Dps.Settings(1e-30, 0, GradientReach.LOCAL, false));
        Move move = dps.moves().get(0);
        Prediction seen = network.predict(xt, move.t());
        Sample sample = new Sample(xt, null);
        Tensor after =
                dps.step(move, sample, seen, m, Guidance.none(), Walk.noise(1)).xt();
        return after.sub(still.step(move, sample, seen, m, Guidance.none(), Walk.noise(1))
                .xt());
    }

    private static double distance(Tensor xt, Tensor y, NoiseKind kind) {
        var dps = new Dps(Walk.SCHEDULE, LEVELS, new Dps.Settings(ZETA, 0, GradientReach.LOCAL, false));
        Move move = dps.moves().get(0);
        Prediction seen = Walk.white(0.1).predict(xt, move.t());
        var m = new Measurement(y, SR4, 0.1, kind);
        Tensor x0 = Objects.requireNonNull(dps.step(move, new Sample(xt, null), seen, m, Guidance.none(), Walk.noise(1))
                .x0());
        Tensor r = y.sub(SR4.forward(x0));
        if (kind == NoiseKind.POISSON) {
            Tensor weight = y.add(new Scalar(1.0))
                    .mul(new Scalar(0.5))
                    .clamp_min(new Scalar(0.02))
                    .reciprocal();
            r = r.mul(weight.div(weight.mean()).sqrt());
        }
        return Math.sqrt(Tensors.dot(r, r));
    }

    private static Tensor beside(Tensor x) {
        return torch.cat(new TensorVector(x, x), 3);
    }

    private static Tensor random(int seed, int side) {
        return TensorScope.compute(() -> {
            torch.manual_seed(seed);
            return torch.randn(new long[] {1, 3, side, side});
        });
    }
}
