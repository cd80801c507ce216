package zvrd.metrics;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.degradation.DegradationOperator;
import zvrd.tensor.TensorScope;

/**
 * What a residual shows that clipping x̂ to black and white does not explain. A white pixel may have been brighter by some
 * levels, so A x̂ may be too small by the share of it that comes into a value; a black one makes it too large. More than that,
 * or the other way round, is no clipping: who paints white where it was dark, or black where it was bright, is found.
 *
 * @param levels A x̂ - y in 8-bit levels, less what clipping explains
 * @param free 1 where no black or white pixel comes into a value that is known, else 0
 */
record Unclipped(Tensor levels, Tensor free) {
    private static final double SATURATED = 1 - 1 / 255.0; // of [-1, 1]: half a level below white and above black
    private static final double BEYOND =
            64; // levels that a restorer's white may be brighter than white, or black darker
    private static final double NEGATIVE = -1e-3; // a weight of A that counts

    /** Of {@code residual}; the caller's scope holds it. */
    static Unclipped of(Residual residual, Tensor restored, DegradationOperator operator) {
        Tensor white = share(restored.ge(new Scalar(SATURATED)), restored, operator);
        Tensor black = share(restored.le(new Scalar(-SATURATED)), restored, operator);
        Tensor either = TensorScope.compute(() -> white.add(black));
        boolean both = hasNegativeWeights(restored, operator); // then either may make it larger or smaller
        Tensor levels = TensorScope.compute(() -> {
            Tensor all = residual.levels();
            Tensor tooSmall = all.add((both ? either : white).mul(new Scalar(BEYOND)));
            Tensor tooLarge = all.sub((both ? either : black).mul(new Scalar(BEYOND)));
            Tensor none = torch.zeros_like(all);
            return tooSmall.minimum(none).add(tooLarge.maximum(none)).mul(residual.known());
        });
        Tensor free = TensorScope.compute(() ->
                residual.known().mul(either.le(new Scalar(Residual.SOMETHING)).to(ScalarType.Double)));
        return new Unclipped(levels, free);
    }

    /** How much of each value of A x pixels of {@code which} are. */
    private static Tensor share(Tensor which, Tensor like, DegradationOperator operator) {
        return TensorScope.compute(() -> operator.observe(which.to(like.scalar_type()))
                .to(ScalarType.Double)
                .abs());
    }

    /** Whether a brighter pixel can make a value of A x darker, as the lobes of a bicubic kernel do: tried on single pixels far apart. */
    private static boolean hasNegativeWeights(Tensor like, DegradationOperator operator) {
        try (var scope = new TensorScope()) {
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
}
