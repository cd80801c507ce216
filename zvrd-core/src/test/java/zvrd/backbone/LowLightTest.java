package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.UserError;
import zvrd.degradation.Identity;
import zvrd.degradation.Measurement;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.Task;
import zvrd.diffusion.Prediction;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class LowLightTest {
    private static final int[] LEVELS = {0, 60, 120, 180};
    private static final LowLightByMap BY_MAP = new LowLightByMap(Walk.SCHEDULE, LEVELS, 0.5, QualityWish.NONE);

    @Test
    void aDarkFrameBecomesBrighterAndNothingBurnsOut() {
        try (var scope = new TensorScope()) {
            Tensor dark = darkened(image(1), 0.1);
            Tensor lamp = dark.clone();
            lamp.narrow(2, 0, 8).narrow(3, 0, 8).add_(new Scalar(1.4)); // light of 0.7 beside light below 0.1
            Tensor x = BY_MAP.guess(measured(lamp, 0));
            assertThat(light(x)).isGreaterThan(3 * light(lamp.narrow(2, 16, 16)));
            Tensor inside = x.narrow(2, 1, 5).narrow(3, 1, 5);
            assertThat(light(inside))
                    .isLessThan(0.99)
                    .isGreaterThan(light(lamp.narrow(2, 1, 5).narrow(3, 1, 5)));
        }
    }

    @Test
    void framesOfAWindowShareTheFactorAndTheNextWindowGoesOnWithIt() {
        try (var scope = new TensorScope()) {
            Measurement dark = measured(darkened(image(2), 0.1), 0);
            Tensor two = torch.cat(new TensorVector(dark.y(), image(3)), 0); // beside a bright frame
            Tensor lit = BY_MAP.guess(dark);
            assertThat(light(BY_MAP.guess(measured(two, 0)).narrow(0, 0, 1))).isLessThan(light(lit));
            double own = factorAfterOneMove(new Sample(lit, lit), dark);
            double carried = factorAfterOneMove(new Sample(lit, lit, List.of(Pixels.number(0.7))), dark);
            assertThat(carried).isCloseTo((0.7 + own) / 2, within(0.02)); // half the way to what explains the frame
        }
    }

    private static double factorAfterOneMove(Sample sample, Measurement m) {
        Prediction seen = Walk.knowing(sample.xt()).predict(sample.xt(), 180);
        Move first = BY_MAP.moves().get(0);
        Sample after = BY_MAP.step(first, sample, seen, m, Guidance.none(), Walk.noise(1));
        return BY_MAP.lasting(after.learned()).get(0).item_double();
    }

    @Test
    void theFactorOfAWindowIsTheOneThatExplainsItsFrames() {
        try (var scope = new TensorScope()) {
            Measurement m = measured(darkened(image(4), 0.1), 0);
            Tensor half =
                    BY_MAP.guess(m).add(new Scalar(1.0)).mul(new Scalar(0.5)).sub(new Scalar(1.0));
            Sample last = walk(BY_MAP, m, half);
            assertThat(last.learned().get(0).numel()).isEqualTo(1);
            // a picture half as bright as y/fL asks for twice the light; four steps half the way each
            double first = walk(BY_MAP, m, BY_MAP.guess(m)).learned().get(0).item_double();
            assertThat(last.learned().get(0).item_double() / first)
                    .isGreaterThan(1.6)
                    .isLessThan(2.1);
        }
    }

    @Test
    void wishedExposureBrightensAndTheFactorGivesWay() {
        try (var scope = new TensorScope()) {
            Measurement m = measured(darkened(image(5), 0.02), 0);
            var wishing =
                    new LowLightByMap(Walk.SCHEDULE, LEVELS, 0.5, new QualityWish(20000, 0, 0)); // only four moves
            Tensor guess = BY_MAP.guess(m);
            assertThat(light(walk(wishing, m, guess).xt()))
                    .isGreaterThan(light(walk(BY_MAP, m, guess).xt()));
        }
    }

    @Test
    void noiseIsBelievedLessWhereItIsDarker() {
        try (var scope = new TensorScope()) {
            Tensor y = darkened(image(6), 0.1);
            y.narrow(3, 0, 16).add_(new Scalar(1.0));
            Measurement noisy = measured(y, 0.02);
            Tensor flat = torch.zeros_like(y);
            Sample after = BY_MAP.step(
                    BY_MAP.moves().get(3),
                    new Sample(flat, null),
                    Walk.knowing(flat).predict(flat, 0),
                    noisy,
                    Guidance.none(),
                    Walk.noise(1));
            Tensor share = after.xt().div(BY_MAP.guess(noisy)).abs(); // of the way from the flat picture to y/L
            Tensor bright = share.narrow(3, 2, 10);
            Tensor dark = share.narrow(3, 22, 8);
            assertThat(bright.median().item_double())
                    .isGreaterThan(2 * dark.median().item_double());
        }
    }

    @Test
    void patchesThatSayTheSameGiveWhatOneOfThemGives() {
        try (var scope = new TensorScope()) {
            var published =
                    new LowLight(Walk.SCHEDULE, LEVELS, 80000, LowLight.PUBLISHED_VALUES, QualityWish.PUBLISHED, false);
            Tensor image = image(7);
            Measurement m = measured(darkened(image, 0.2), 0);
            Tensor xt = published.start(m, Walk.noise(2));
            Prediction seen = Walk.knowing(image).predict(xt, 180);
            Move first = published.moves().get(0);
            var whole = new Patch(0, 0, seen);
            var start = new Sample(xt, null);
            Sample one = published.step(first, start, List.of(whole), m, Guidance.none(), Walk.noise(2));
            Sample twice = published.step(first, start, List.of(whole, whole), m, Guidance.none(), Walk.noise(2));
            assertThat(Walk.distance(one.xt(), twice.xt())).isLessThan(1e-6); // a sum of two halved
            for (int i = 0; i < 2; i++) {
                assertThat(Walk.distance(one.learned().get(i), twice.learned().get(i)))
                        .isLessThan(1e-6);
            }
        }
    }

    @Test
    void thePublishedWalkLearnsTheFactorAndDrawsNoNumberTwice() {
        try (var scope = new TensorScope()) {
            int[] levels = new int[200];
            for (int k = 0; k < levels.length; k++) {
                levels[k] = 5 * k;
            }
            var published =
                    new LowLight(Walk.SCHEDULE, levels, 80000, LowLight.PUBLISHED_VALUES, QualityWish.NONE, false);
            Tensor image = image(8);
            Measurement m = measured(darkened(image, 0.3), 0);
            Set<String> asked = new HashSet<>();
            NoiseDraws noise = Walk.noiseOnce(3, asked);
            var sample = new Sample(published.start(m, noise), null);
            for (Move move : published.moves()) {
                sample = published.step(
                        move, sample, Walk.knowing(image).predict(sample.xt(), move.t()), m, Guidance.none(), noise);
            }
            assertThat(sample.learned().get(0).item_double()).isCloseTo(0.3, within(0.01)); // m takes a little of it
            assertThat(Walk.distance(published.surprise(sample, m), null)).isLessThan(0.05);
            assertThat(asked).contains("START 0", "LEARNED 0", "LEARNED 1", "STEP 0");
        }
    }

    @Test
    void aPublishedWalkThatIsBegunLaterBeginsAtTheBrightenedFrame() {
        try (var scope = new TensorScope()) {
            var late = new BackboneSettings("gdp", Preset.PAPER, Task.LOW_LIGHT, null, 100, null);
            Backbone published = Backbones.create(late, Walk.SCHEDULE, new Identity(), 0);
            Measurement m = measured(darkened(image(9), 0.1), 0);
            Tensor start = published.start(m, Walk.noise(5));
            double away = start.sub(BY_MAP.guess(m)).abs().mean().item_double();
            assertThat(away).isLessThan(0.5); // σ̄ is a third there; noise alone is 0.8 from any picture and more
        }
    }

    @Test
    void countedLightIsBelievedMoreWhereItIsDark() {
        try (var scope = new TensorScope()) {
            Measurement counted = new Measurement(darkened(image(10), 0.1), new Identity(), 0.05, NoiseKind.POISSON);
            Measurement even = measured(counted.y(), 0.05);
            double pulled = pull(counted);
            assertThat(pulled)
                    .isGreaterThan(2 * pull(even)); // at a twentieth of white σ is a third of that at mid-grey
        }
    }

    /** How far a late move takes a flat picture to what was measured. */
    private static double pull(Measurement m) {
        try (var scope = new TensorScope()) {
            Tensor flat = torch.zeros_like(m.y());
            Prediction seen = Walk.knowing(flat).predict(flat, 0);
            Sample after =
                    BY_MAP.step(BY_MAP.moves().get(3), new Sample(flat, null), seen, m, Guidance.none(), Walk.noise(1));
            return Walk.distance(after.xt(), null);
        }
    }

    @Test
    void wishesAboutTheLookCountByTheLevelsThatAMovePasses() {
        assertThat(QualityWish.PUBLISHED.over(4)).isEqualTo(new QualityWish(3200, 1600, 4));
        var wish = new BackboneSettings(
                "gdp", Preset.BALANCED, Task.LOW_LIGHT, null, null, null, null, QualityWish.PUBLISHED);
        assertThatThrownBy(() -> Backbones.create(wish, Walk.SCHEDULE, new Identity(), 0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("smoothness is about the map that --preset paper learns");
    }

    private static Sample walk(Backbone backbone, Measurement m, Tensor belief) {
        var sample = new Sample(backbone.start(m, Walk.noise(4)), null);
        for (Move move : backbone.moves()) {
            Prediction seen = Walk.knowing(belief).predict(sample.xt(), move.t());
            sample = backbone.step(move, sample, seen, m, Guidance.none(), Walk.noise(4));
        }
        return sample;
    }

    private static Measurement measured(Tensor y, double sigma) {
        return new Measurement(y, new Identity(), sigma);
    }

    private static Tensor darkened(Tensor x, double f) {
        return x.add(new Scalar(1.0)).mul(new Scalar(f)).sub(new Scalar(1.0));
    }

    private static double light(Tensor x) {
        try (var scope = new TensorScope()) {
            return (x.mean().item_double() + 1) / 2;
        }
    }

    private static Tensor image(int seed) {
        torch.manual_seed(seed);
        return TensorScope.compute(
                () -> torch.rand(new long[] {1, 3, 32, 32}).mul(new Scalar(1.6)).sub(new Scalar(0.8)));
    }
}
