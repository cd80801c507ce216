package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Measurement;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class FirstGuessTest {
    private static final int HEIGHT = 20;
    private static final int WIDTH = 28;

    @ParameterizedTest
    @ValueSource(strings = {"average", "box", "random", "identity", "gray", "luma"})
    void explainsAnExactMeasurementAndKeepsAPlainColour(String name) {
        DegradationOperator a = operator(name);
        try (var scope = new TensorScope()) {
            torch.manual_seed(1);
            Tensor rough = torch.rand(2, 3, HEIGHT, WIDTH);
            Tensor y = a.forward(rough);
            Tensor guess = FirstGuess.of(new Measurement(y, a, 0));
            assertThat(guess.shape()).isEqualTo(rough.shape());
            assertThat(Walk.distance(a.forward(guess), y)).isLessThan(1e-5); // one projection in float32

            Tensor plain = torch.full_like(rough, new Scalar(0.3));
            for (double sigma : new double[] {0, 0.1}) {
                Tensor same = FirstGuess.of(new Measurement(a.forward(plain), a, sigma));
                assertThat(Walk.distance(same, plain)).as("sigma %s", sigma).isLessThan(1e-5);
            }
        }
    }

    @Test
    void aHoleTakesTheColoursAroundIt() {
        var a = new Inpainting(Mask.box(10, 6, 8, 8, WIDTH, HEIGHT));
        try (var scope = new TensorScope()) {
            Tensor ramp = torch.linspace(new Scalar(0.2), new Scalar(1.0), WIDTH)
                    .reshape(1, 1, 1, WIDTH)
                    .expand(1, 3, HEIGHT, WIDTH)
                    .contiguous();
            Tensor guess = FirstGuess.of(new Measurement(a.forward(ramp), a, 0));
            assertThat(Walk.distance(guess, ramp))
                    .isLessThan(0.24); // what the ramp gains over the hole; gray is 0.7 off
            assertThat(Walk.distance(guess.narrow(3, 18, 10), ramp.narrow(3, 18, 10)))
                    .isZero();
        }
    }

    @Test
    void aFrameThatIsAllHoleIsGray() {
        var a = new Inpainting(Mask.box(0, 0, WIDTH, HEIGHT, WIDTH, HEIGHT));
        try (var scope = new TensorScope()) {
            Tensor nothing = torch.zeros(1, 3, HEIGHT, WIDTH);
            assertThat(Walk.distance(FirstGuess.of(new Measurement(nothing, a, 0)), null))
                    .isZero();
        }
    }

    private static DegradationOperator operator(String name) {
        return switch (name) {
            case "average" -> new AverageDownsample(4);
            case "box" -> new Inpainting(Mask.box(3, 5, 9, 7, WIDTH, HEIGHT));
            case "random" -> new Inpainting(Mask.random(0.5, 1, WIDTH, HEIGHT));
            case "gray" -> new Grayscale();
            case "luma" -> Grayscale.LUMA;
            default -> new Identity();
        };
    }
}
