package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.GaussianNoise;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

class FaithfulnessTest {
    private static final int SIDE = 192;

    @Test
    void aFrameThatExplainsItsMeasurementIsNotSpokenAgainst() {
        Faithfulness found = of(new AverageDownsample(4), 0, x -> x);
        assertThat(found.rms()).isLessThan(0.3); // 8-bit rounding, averaged
        assertThat(found.contradictions()).isEmpty();
        assertThat(found.tiles()).hasSize(9);
        assertThat(found.unmeasured()).isCloseTo(15 / 16.0, within(0.005));
    }

    @Test
    void twoLevelsInOneTileAreFound() {
        for (DegradationOperator operator : new DegradationOperator[] {
            new AverageDownsample(2),
            new AverageDownsample(4),
            new AverageDownsample(8),
            Grayscale.LUMA,
            new Identity(),
            Blur.of(BlurKernel.gaussian(2))
        }) {
            Faithfulness found = of(operator, 0, FaithfulnessTest::cheated);
            assertThat(found.contradictions()).as(operator.name()).hasSize(1);
            assertThat(found.contradictions().get(0).top()).isEqualTo(64);
            assertThat(found.contradictions().get(0).left()).isEqualTo(128);
        }
    }

    @Test
    void twoLevelsAreFoundUnderNoiseToo() {
        assertThat(of(new Identity(), 15, x -> x).contradictions()).isEmpty();
        assertThat(of(new Identity(), 15, FaithfulnessTest::cheated).contradictions())
                .hasSize(1);
    }

    @Test
    void errorsThatCancelWithinATileAreFoundToo() {
        UnaryOperator<Tensor> halves = x -> {
            Tensor cheat = x.clone();
            cheat.narrow(2, 64, 64).narrow(3, 128, 32).add_(new Scalar(2 / 127.5));
            cheat.narrow(2, 64, 64).narrow(3, 160, 32).sub_(new Scalar(2 / 127.5));
            return cheat;
        };
        assertThat(of(new AverageDownsample(4), 0, halves).contradictions())
                .singleElement()
                .satisfies(tile -> assertThat(tile.rms()).isBetween(1.9, 2.1));
    }

    @Test
    void whatIsClippedAtBlackOrWhiteIsNoLie() {
        try (var scope = new TensorScope()) {
            Tensor x = soft().mul(new Scalar(6.0)) // up to 57 levels beyond black and white
                    .clamp(new ScalarOptional(new Scalar(-1.45)), new ScalarOptional(new Scalar(1.45)));
            var operator = new AverageDownsample(4);
            Tensor clipped = clipped(x);
            assertThat(Faithfulness.of(0, clipped, operator.observe(x), operator, 0)
                            .contradictions())
                    .isEmpty();
            Tensor dimmed = clipped.clone(); // which is the other way round
            dimmed.narrow(2, 64, 64).narrow(3, 128, 64).sub_(new Scalar(2 / 127.5));
            assertThat(Faithfulness.of(0, clipped(dimmed), operator.observe(x), operator, 0)
                            .contradictions())
                    .singleElement()
                    .satisfies(tile -> assertThat(tile.left()).isEqualTo(128));
        }
    }

    @Test
    void blackAndWhiteThatArePaintedAreNotTakenForClipping() {
        UnaryOperator<Tensor> painted = x -> {
            Tensor cheat = x.clone();
            Tensor tile = cheat.narrow(2, 64, 64).narrow(3, 128, 64);
            double grey = tile.mean().item_double();
            int white = (int) Math.round(64 * (1 + grey) / 2); // rows, so that the mean stays
            tile.narrow(2, 0, white).fill_(new Scalar(1.0));
            tile.narrow(2, white, 64 - white).fill_(new Scalar(-1.0));
            return cheat;
        };
        for (DegradationOperator operator : new DegradationOperator[] {new AverageDownsample(4), new Identity()}) {
            assertThat(of(operator, 0, painted).contradictions())
                    .singleElement()
                    .satisfies(tile -> assertThat(tile.rms()).isGreaterThan(30));
        }
    }

    @Test
    void aSaturatedPixelHereAndThereExcusesNoLie() {
        UnaryOperator<Tensor> specks = x -> {
            Tensor cheat = x.clone();
            Tensor tile = cheat.narrow(2, 64, 64).narrow(3, 128, 64);
            tile.fill_(new Scalar(-0.9));
            for (long at = 0; at < 64; at += 4) {
                for (long left = 0; left < 64; left += 4) {
                    tile.narrow(2, at, 1).narrow(3, left, 1).fill_(new Scalar(1.0));
                }
            }
            return cheat;
        };
        UnaryOperator<Tensor> yellow = x -> {
            Tensor cheat = x.clone();
            Tensor tile = cheat.narrow(2, 64, 64).narrow(3, 128, 64);
            tile.narrow(1, 0, 2).fill_(new Scalar(1.0));
            tile.narrow(1, 2, 1).fill_(new Scalar(-1.0));
            return cheat;
        };
        for (DegradationOperator operator :
                new DegradationOperator[] {new AverageDownsample(4), Blur.of(BlurKernel.gaussian(2)), Grayscale.LUMA}) {
            UnaryOperator<Tensor> lie = operator == Grayscale.LUMA ? yellow : specks;
            assertThat(of(operator, 0, lie).contradictions())
                    .as(operator.name())
                    .isNotEmpty();
        }
    }

    private static Tensor clipped(Tensor x) {
        return x.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
    }

    @Test
    void blackBarsUnderNoiseAreNoLieButTwoLevelsBesideThemAre() {
        try (var scope = new TensorScope()) {
            Tensor x = soft();
            x.narrow(2, 0, 64).fill_(new Scalar(-1.0));
            Tensor noisy = new GaussianNoise(15).addTo(x, new NoiseSource(6), 0);
            Tensor recorded = Levels.rounded(noisy);
            assertThat(Faithfulness.of(0, x, recorded, new Identity(), 15).contradictions())
                    .isEmpty();
            Tensor mean = x.clone(); // a restorer that takes the recorded mean for the truth
            mean.narrow(2, 0, 64)
                    .fill_(new Scalar(recorded.narrow(2, 0, 64).mean().item_double()));
            assertThat(Faithfulness.of(0, mean, recorded, new Identity(), 15).contradictions())
                    .isEmpty();
            Tensor brighter = mean.clone();
            brighter.narrow(2, 0, 64).narrow(3, 0, 64).add_(new Scalar(4 / 127.5));
            assertThat(Faithfulness.of(0, brighter, recorded, new Identity(), 15)
                            .contradictions())
                    .hasSize(1);
            assertThat(Faithfulness.of(0, cheated(x), recorded, new Identity(), 15)
                            .contradictions())
                    .hasSize(1);
        }
    }

    @Test
    void whatABlurBringsInFromOutsideTheFrameIsNotJudged() {
        var blur = Blur.of(BlurKernel.motion(9, 30));
        try (var scope = new TensorScope()) {
            Tensor scene = soft();
            long margin = blur.margin();
            long side = SIDE - 2 * margin;
            Tensor x = scene.narrow(2, margin, side).narrow(3, margin, side);
            Tensor y = blur.observe(scene).narrow(2, margin, side).narrow(3, margin, side);
            assertThat(blur.observe(x.contiguous()).sub(y).abs().max().item_double() * 127.5)
                    .isGreaterThan(5);
            Faithfulness found = Faithfulness.of(0, x, y, blur, 0);
            assertThat(found.max()).isLessThan(0.01);
            assertThat(found.contradictions()).isEmpty();
        }
    }

    @Test
    void aBrightFrameWithAHoleInventsWhatLiesInTheHole() {
        try (var scope = new TensorScope()) {
            Tensor x = soft().add(new Scalar(0.7));
            var operator = new Inpainting(Mask.box(0, 0, SIDE, SIDE / 4, SIDE, SIDE));
            Faithfulness found = Faithfulness.of(0, x, operator.observe(x), operator, 0);
            assertThat(found.invented()).isCloseTo(0.25, within(0.02));
        }
    }

    @Test
    void whatLiesInAHoleIsNotMeasured() {
        Mask hole = Mask.box(128, 64, 64, 64, SIDE, SIDE);
        Faithfulness found = of(new Inpainting(hole), 0, FaithfulnessTest::cheated);
        assertThat(found.contradictions()).isEmpty();
        assertThat(found.unmeasured()).isCloseTo(1 / 9.0, within(0.01));
    }

    @Test
    void greysSayNothingOfTwoColoursInThree() {
        assertThat(of(Grayscale.LUMA, 0, x -> x).unmeasured()).isCloseTo(2 / 3.0, within(0.01));
        assertThat(of(new Identity(), 0, x -> x).unmeasured()).isZero();
    }

    /** A frame of soft noise, measured, restored as it was, changed and rounded to 8 bits. */
    private static Faithfulness of(DegradationOperator operator, double sigma, UnaryOperator<Tensor> change) {
        try (var scope = new TensorScope()) {
            Tensor x = soft();
            Tensor y = new GaussianNoise(sigma).addTo(operator.observe(x), new NoiseSource(6), 0);
            return Faithfulness.of(0, Levels.rounded(change.apply(x)), y, operator, sigma);
        }
    }

    private static Tensor soft() {
        return new NoiseSource(5).normal(NoiseStream.START, 0, 0, 3, SIDE, SIDE).mul(new Scalar(0.2));
    }

    private static Tensor cheated(Tensor x) {
        Tensor cheat = x.clone();
        cheat.narrow(2, 64, 64).narrow(3, 128, 64).add_(new Scalar(2 / 127.5));
        return cheat;
    }
}
