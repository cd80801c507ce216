package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

/** The gradients against those that autograd finds of the losses as the papers write them. */
@ExtendWith(LeakGuard.class)
class QualityLossTest {
    private static final double SINGLE = 1e-5; // float32

    @Test
    void colourIsTheGradientOfTheDistancesBetweenTheMeans() {
        check(QualityLoss::colour, image(1, 3, 16, 24), x -> {
            Tensor m = x.mean(new long[] {2, 3}, false, null).reshape(3);
            Tensor rg = m.narrow(0, 0, 1).sub(m.narrow(0, 1, 1)).square();
            Tensor rb = m.narrow(0, 0, 1).sub(m.narrow(0, 2, 1)).square();
            Tensor gb = m.narrow(0, 1, 1).sub(m.narrow(0, 2, 1)).square();
            return rg.square().add(rb.square()).add(gb.square()).sqrt();
        });
    }

    @Test
    void exposureIsTheGradientOfTheDistanceOfBlocksFromTheirLight() {
        check(
                QualityLoss::exposure,
                image(2, 3, 16, 24),
                x -> torch.avg_pool2d(x.mean(new long[] {1}, true, null), 8)
                        .sub(new Scalar(0.3))
                        .square()
                        .mean());
    }

    @Test
    void smoothnessIsTheGradientOfTheSquaredSteps() {
        check(QualityLoss::smoothness, image(3, 1, 10, 14), m -> {
            Tensor down = m.narrow(2, 1, 9).sub(m.narrow(2, 0, 9)).square().mean();
            Tensor right = m.narrow(3, 1, 13).sub(m.narrow(3, 0, 13)).square().mean();
            return down.add(right).mul(new Scalar(2.0));
        });
    }

    @Test
    void aPictureWithoutACastIsLeftAlone() {
        try (var scope = new TensorScope()) {
            Tensor grey = image(4, 1, 8, 8).expand(1, 3, 8, 8);
            assertThat(Walk.distance(QualityLoss.colour(grey), null)).isLessThan(1e-3); // means differ by rounding
        }
    }

    @Test
    void pixelsBeyondTheLastBlockGoWithIt() {
        try (var scope = new TensorScope()) {
            Tensor g = QualityLoss.exposure(image(5, 3, 21, 13));
            assertThat(g.size(2)).isEqualTo(21);
            assertThat(Walk.distance(g.narrow(2, 20, 1), g.narrow(2, 15, 1))).isZero();
        }
    }

    private static void check(Function<Tensor, Tensor> gradient, Tensor data, Function<Tensor, Tensor> loss) {
        try (var scope = new TensorScope();
                var recording = new AutoGradMode(true)) {
            Tensor x = data.clone().requires_grad_(true);
            loss.apply(x).sum().backward();
            double pixels = (double) data.size(2) * data.size(3);
            Tensor found = x.grad().mul(new Scalar(pixels));
            Tensor ours = gradient.apply(data).expand_as(found);
            assertThat(Walk.distance(ours, found)).isLessThan(SINGLE * Math.max(1, Walk.distance(found, null)));
        } finally {
            data.close();
        }
    }

    private static Tensor image(int seed, long... chw) {
        return TensorScope.compute(() -> {
            torch.manual_seed(seed);
            return torch.rand(new long[] {1, chw[0], chw[1], chw[2]});
        });
    }
}
