package zvrd.degradation;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * Brightness on the scale on which counted light has the same noise everywhere (Anscombe, 1948): z = 2 √(k + 3/8) of a count
 * k, brought to [-1, 1]. The way back is the closed form of the exact unbiased inverse (Mäkitalo and Foi, 2011), since the
 * mean of z is not z of the mean.
 *
 * @param noise the noise in question
 */
public record Anscombe(PoissonNoise noise) {
    private static final double SHIFT = 3.0 / 8;

    /** Standard deviation of the noise on the stabilised scale of [-1, 1]. */
    public double sigma() {
        return 2 / (white() - black());
    }

    /** {@code y} in [-1, 1] on the stabilised scale. */
    public Tensor stabilised(Tensor y) {
        return TensorScope.compute(() -> noise.rate(y)
                .add(new Scalar(SHIFT))
                .sqrt()
                .mul(new Scalar(2.0))
                .sub(new Scalar(black()))
                .mul(new Scalar(sigma()))
                .sub(new Scalar(1.0)));
    }

    /** The brightness in [-1, 1] whose noisy copies have the mean {@code x} on the stabilised scale. */
    public Tensor brightness(Tensor x) {
        return TensorScope.compute(() -> {
            Tensor z = x.add(new Scalar(1.0))
                    .div(new Scalar(sigma()))
                    .add(new Scalar(black()))
                    .clamp(new ScalarOptional(new Scalar(black())), new ScalarOptional());
            Tensor inverse = z.reciprocal();
            Tensor odd =
                    inverse.sub(inverse.pow(new Scalar(3.0)), new Scalar(-2.5)).mul(new Scalar(Math.sqrt(1.5) / 4));
            Tensor counts = z.square()
                    .mul(new Scalar(0.25))
                    .add(odd)
                    .sub(inverse.square(), new Scalar(11.0 / 8))
                    .sub(new Scalar(1.0 / 8));
            return noise.seen(counts.clamp(new ScalarOptional(new Scalar(0.0)), new ScalarOptional()));
        });
    }

    private static double black() {
        return 2 * Math.sqrt(SHIFT);
    }

    private double white() {
        return 2 * Math.sqrt(noise.peak() + SHIFT);
    }
}
