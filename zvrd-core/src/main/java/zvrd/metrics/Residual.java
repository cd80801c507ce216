package zvrd.metrics;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.degradation.DegradationOperator;
import zvrd.tensor.TensorScope;

/**
 * What a restored frame leaves unexplained of its measurement.
 *
 * @param explained A x̂ in 8-bit levels, shaped as y, float64
 * @param measured y in 8-bit levels
 * @param known 1 where something was measured, else 0: where A makes something of a white frame, and not so near the border
 *     that light from outside the frame came into it
 */
record Residual(Tensor explained, Tensor measured, Tensor known) {
    /** Above what a value of A x is not 0. */
    static final double SOMETHING = 1e-6;

    /**
     * Of x̂ {@code restored} [1, 3, H, W] on [-1, 1] and {@code y} as {@code operator} gives it; the caller's scope holds it.
     *
     * @throws IllegalArgumentException where y is not shaped as A x̂
     */
    static Residual of(Tensor restored, Tensor y, DegradationOperator operator) {
        Tensor explained = levels(operator.observe(restored.contiguous()));
        Levels.requireSameShape(explained, y);
        return new Residual(explained, levels(y), known(restored, operator));
    }

    /** A x̂ - y in 8-bit levels; 0 where nothing was measured. */
    Tensor levels() {
        return TensorScope.compute(() -> explained.sub(measured).mul(known));
    }

    /**
     * The same of what a recorder of 8 bits would have made of A x̂ on average, had it met noise of standard deviation
     * {@code sigma}: black with noise in it is recorded brighter than black.
     */
    Tensor clippedLevels(double sigma) {
        if (sigma == 0) {
            return levels();
        }
        return TensorScope.compute(() -> {
            Tensor fromBlack = explained.div(new Scalar(sigma));
            Tensor fromWhite = explained.sub(new Scalar(Levels.PEAK)).div(new Scalar(sigma));
            Tensor clipped = ramp(fromBlack).sub(ramp(fromWhite)).mul(new Scalar(sigma));
            return clipped.sub(measured).mul(known);
        });
    }

    /** Root of the mean square of A x̂ - y over what was measured; NaN where nothing was. */
    double rms() {
        try (var scope = new TensorScope()) {
            return Math.sqrt(levels().square().sum().item_double() / known.sum().item_double());
        }
    }

    /** E[max(0, z + n)] for standard normal n: z Φ(z) + φ(z). */
    private static Tensor ramp(Tensor z) {
        Tensor below =
                z.div(new Scalar(Math.sqrt(2))).erf().add(new Scalar(1.0)).mul(new Scalar(0.5));
        Tensor density = z.square().mul(new Scalar(-0.5)).exp().mul(new Scalar(1 / Math.sqrt(2 * Math.PI)));
        return z.mul(below).add(density);
    }

    private static Tensor levels(Tensor image) {
        return TensorScope.compute(
                () -> image.to(ScalarType.Double).add(new Scalar(1.0)).mul(new Scalar(Levels.PEAK / 2)));
    }

    private static Tensor known(Tensor restored, DegradationOperator operator) {
        return TensorScope.compute(() -> {
            Tensor seen = operator.observe(torch.ones_like(restored))
                    .abs()
                    .gt(new Scalar(SOMETHING))
                    .to(ScalarType.Double);
            long border = (operator.margin() + operator.scale() - 1) / operator.scale();
            Tensor inside = torch.zeros_like(seen);
            long height = seen.size(2) - 2 * border;
            long width = seen.size(3) - 2 * border;
            if (height > 0 && width > 0) {
                inside.narrow(2, border, height).narrow(3, border, width).fill_(new Scalar(1.0));
            }
            return seen.mul(inside);
        });
    }
}
