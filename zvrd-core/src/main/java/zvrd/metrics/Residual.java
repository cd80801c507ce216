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
 * @param levels A x̂ - y in 8-bit levels, shaped as y; 0 where nothing was measured
 * @param known 1 where something was measured, which is where A makes something of a white frame; shaped as y
 */
record Residual(Tensor levels, Tensor known) {
    private static final double SOMETHING = 1e-6;

    /**
     * Of x̂ {@code restored} [1, 3, H, W] on [-1, 1] and {@code y} as {@code operator} gives it; the caller's scope holds it.
     *
     * @throws IllegalArgumentException where y is not shaped as A x̂
     */
    static Residual of(Tensor restored, Tensor y, DegradationOperator operator) {
        Tensor known = TensorScope.compute(() -> operator.observe(torch.ones_like(restored))
                .abs()
                .gt(new Scalar(SOMETHING))
                .to(ScalarType.Double));
        Tensor levels = TensorScope.compute(() -> {
            Tensor explained = operator.observe(restored.contiguous());
            Levels.requireSameShape(explained, y);
            return explained
                    .sub(y)
                    .to(ScalarType.Double)
                    .mul(new Scalar(Levels.PEAK / 2))
                    .mul(known);
        });
        return new Residual(levels, known);
    }

    /** Root of the mean square over what was measured; NaN where nothing was. */
    double rms() {
        try (var scope = new TensorScope()) {
            return Math.sqrt(levels.square().sum().item_double() / known.sum().item_double());
        }
    }
}
