package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;

/**
 * What was seen of a frame, y = A x + n.
 *
 * @param y the degraded frame in [-1, 1], shaped as {@code operator.forward} gives it
 * @param operator A
 * @param sigma standard deviation of n on the [-1, 1] scale (σ/127.5 for σ in 8-bit units); 0 where y is exact
 * @param kind how n depends on what it lies on; of counted light, {@code sigma} is a mean
 */
public record Measurement(Tensor y, DegradationOperator operator, double sigma, NoiseKind kind) {
    public Measurement {
        if (!(sigma >= 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("measurement noise must be finite and not negative, got " + sigma);
        }
    }

    /** With noise that is the same everywhere. */
    public Measurement(Tensor y, DegradationOperator operator, double sigma) {
        this(y, operator, sigma, NoiseKind.GAUSSIAN);
    }
}
