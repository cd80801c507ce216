package zvrd.degradation;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/**
 * What was seen of a frame, y = A x + n.
 *
 * @param y the degraded frame in [-1, 1], shaped as {@code operator.forward} gives it
 * @param operator A
 * @param sigma standard deviation of n on the [-1, 1] scale (σ/127.5 for σ in 8-bit units); 0 where y is exact
 * @param kind how n depends on what it lies on; of counted light, {@code sigma} is the one at mid-gray
 */
public record Measurement(Tensor y, DegradationOperator operator, double sigma, NoiseKind kind) {
    public Measurement {
        if (!(sigma >= 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("measurement noise must be finite and not negative, got " + sigma);
        }
    }

    /** Variance of n: one number, or of counted light one for each value of y, in proportion to its brightness. */
    public Tensor variance() {
        return TensorScope.compute(() -> switch (kind) {
            case GAUSSIAN -> torch.full(new long[] {1, 1, 1, 1}, new Scalar(sigma * sigma));
            case POISSON -> PoissonNoise.brightness(y).mul(new Scalar(2 * sigma * sigma));
        });
    }

    /** With noise that is the same everywhere. */
    public Measurement(Tensor y, DegradationOperator operator, double sigma) {
        this(y, operator, sigma, NoiseKind.GAUSSIAN);
    }
}
