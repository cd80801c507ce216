package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * A known linear degradation y = A x on float32 images [N, C, H, W] in [-1, 1]; A(A⁺(A x)) = A x.
 * Operators hold no native memory and may be used by several threads at once; results belong to the caller's scope.
 */
public interface DegradationOperator {
    /** What the operator does, in the words of the command line, such as {@code average:4}. */
    String name();

    /** A x. */
    Tensor forward(Tensor x);

    /** Aᵀ y. */
    Tensor adjoint(Tensor y);

    /**
     * A⁺ y, the smallest image among those that explain {@code y} best. Found by iterating A and Aᵀ up to a hundred times;
     * an operator that knows a formula overrides it.
     */
    default Tensor pseudoInverse(Tensor y) {
        return LeastSquares.smallest(this, y);
    }

    /**
     * The y that a recorded colour frame stands for: itself, unless A measures less than three colours or leaves pixels out.
     *
     * @param frame [N, 3, H, W] as it was read, of the sides of A x
     * @return shaped as {@link #forward} gives it
     */
    default Tensor recorded(Tensor frame) {
        return frame.alias();
    }

    /** The part of {@code x} that the measurement says nothing about: x - A⁺ A x. */
    default Tensor nullSpace(Tensor x) {
        return TensorScope.compute(() -> x.sub(pseudoInverse(forward(x))));
    }

    /** Output pixels per measured pixel along a side: 4 for ×4 super-resolution, 1 where y has the size of x. */
    default int scale() {
        return 1;
    }

    /** Both sides of x must be multiples of this, or {@code forward} refuses. */
    default int alignment() {
        return 1;
    }

    /** Pixels of x to restore beyond the picture on every side, so that what the model gets wrong at its border stays out. */
    default int margin() {
        return 0;
    }

    /** A measured picture continued by the margin, for the restorers: the y of an x with margins. */
    default Tensor extend(Tensor y) {
        return y.alias();
    }

    /** The picture inside {@code x}, without its margins. */
    default Tensor crop(Tensor x) {
        long m = margin();
        return TensorScope.compute(() -> x.narrow(2, m, x.size(2) - 2 * m)
                .narrow(3, m, x.size(3) - 2 * m)
                .contiguous());
    }

    /** What a camera sees of the whole clean picture {@code x}: A x without what the model gets wrong at its border. */
    default Tensor observe(Tensor x) {
        return forward(x);
    }
}
