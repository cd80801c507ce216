package zvrd.metrics;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.degradation.DegradationOperator;
import zvrd.tensor.TensorScope;

/**
 * What a residual shows that clipping x̂ to black and white does not explain. A white pixel may have been brighter, so where it
 * comes into a value, A x̂ may be too small; a black one makes it too large. The other way round it is no clipping: who paints
 * white where it was dark, or black where it was bright, is found.
 */
final class Unclipped {
    private static final double SATURATED = 1 - 1 / 255.0; // of [-1, 1]: half a level below white and above black
    private static final double NEGATIVE = -1e-3; // a weight of A that counts

    private Unclipped() {}

    /** A x̂ - y in 8-bit levels, 0 where clipping explains it; the caller's scope holds it. */
    static Tensor of(Residual residual, Tensor restored, DegradationOperator operator) {
        return TensorScope.compute(() -> {
            Tensor levels = residual.levels();
            Tensor white = seen(restored.ge(new Scalar(SATURATED)), restored, operator);
            Tensor black = seen(restored.le(new Scalar(-SATURATED)), restored, operator);
            if (hasNegativeWeights(restored, operator)) { // either may make it larger or smaller
                return levels.mul(white.logical_or(black).logical_not());
            }
            Tensor explained = levels.lt(new Scalar(0.0))
                    .logical_and(white)
                    .logical_or(levels.gt(new Scalar(0.0)).logical_and(black));
            return levels.mul(explained.logical_not());
        });
    }

    /** Where pixels of {@code which} come into a value of A x. */
    private static Tensor seen(Tensor which, Tensor like, DegradationOperator operator) {
        return operator.observe(which.to(like.scalar_type())).abs().gt(new Scalar(Residual.SOMETHING));
    }

    /** Whether a brighter pixel can make a value of A x darker, as the lobes of a bicubic kernel do: tried on single pixels far apart. */
    private static boolean hasNegativeWeights(Tensor like, DegradationOperator operator) {
        Tensor dots = torch.zeros_like(like);
        long apart = 8L * operator.scale() + 1; // no divisor of the scale, so that every place under a kernel comes
        for (long y = 0; y < like.size(2); y += apart) {
            for (long x = 0; x < like.size(3); x += apart) {
                dots.narrow(2, y, 1).narrow(3, x, 1).fill_(new Scalar(1.0));
            }
        }
        return operator.observe(dots).to(ScalarType.Double).min().item_double() < NEGATIVE;
    }
}
