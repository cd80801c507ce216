package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.Blurred;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Measurement;
import zvrd.degradation.Task;
import zvrd.diffusion.Prediction;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class BlindGdpTest {
    private static final AverageDownsample SR4 = new AverageDownsample(4);

    /** White noise has no edges to begin with, and the network shows the truth: the width is learned from there on. */
    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1.5, 2.2})
    void aNetworkThatKnowsTheImageTellsTheWidthOfTheBlur(double sigma) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(5);
            Tensor image = torch.rand(new long[] {1, 3, 64, 64}).sub(new Scalar(0.5));
            Sample last = walk(image, sigma);
            // steps of 10 % to both sides of the truth, a fifth of which is taken each time
            assertThat(last.learned().get(0).item_double()).isCloseTo(sigma, within(0.1 * sigma));
        }
    }

    @Test
    void whatIsLeftUnexplainedIsCountedWithTheBlurThatWasLearned() {
        try (var scope = new TensorScope()) {
            torch.manual_seed(6);
            Tensor image = torch.rand(new long[] {2, 3, 64, 64}).sub(new Scalar(0.5));
            Measurement m = measured(image, 1.5);
            Sample known = new Sample(image, image, walk(image, 1.5).learned());
            Tensor surprise = create().surprise(known, m);
            assertThat(Walk.distance(surprise, null))
                    .isLessThan(0.2 * Walk.distance(SR4.forward(image).sub(m.y()), null));
        }
    }

    private static Backbone create() {
        return Backbones.create(
                new BackboneSettings("gdp", Preset.BALANCED, Task.BLIND_SUPER_RESOLUTION, 80, 90, null),
                Walk.SCHEDULE,
                SR4,
                0);
    }

    private static Sample walk(Tensor image, double sigma) {
        Backbone backbone = create();
        Measurement m = measured(image, sigma);
        var sample = new Sample(backbone.start(m, Walk.noise(1)), null);
        for (Move move : backbone.moves()) {
            Prediction seen = Walk.knowing(image).predict(sample.xt(), move.t());
            sample = backbone.step(move, sample, seen, m, Guidance.none(), Walk.noise(1));
        }
        return sample;
    }

    private static Measurement measured(Tensor image, double sigma) {
        DegradationOperator a = new Blurred(Blur.of(BlurKernel.gaussian(sigma)), SR4);
        return new Measurement(a.forward(image), SR4, 0);
    }
}
