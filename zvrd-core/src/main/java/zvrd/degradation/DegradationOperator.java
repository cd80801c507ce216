package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * A known linear degradation y = A x on float32 images [N, C, H, W] in [-1, 1]; A(A⁺(A x)) = A x.
 * Operators hold no native memory and may be used by several threads at once; results belong to the caller's scope.
 *
 * <p>A frame whose sides do not divide is measured in a larger frame: its measurement is continued by {@link #extend},
 * the operator by {@link #extended}, and the restored picture is cut out by {@link Margins#crop}.
 */
public interface DegradationOperator {
    /** What the operator does, in the words of the command line, such as {@code average:4}. */
    String name();

    /** A x. */
    Tensor forward(Tensor x);

    /** Aᵀ y. */
    Tensor adjoint(Tensor y);

    /** A⁺ y, the smallest image among those that explain {@code y} best. */
    Tensor pseudoInverse(Tensor y);

    /** The part of {@code x} that the measurement says nothing about: x - A⁺ A x. */
    default Tensor nullSpace(Tensor x) {
        return TensorScope.compute(() -> x.sub(pseudoInverse(forward(x))));
    }

    /** Output pixels per measured pixel along a side: 4 for ×4 super-resolution, 1 where y has the size of x. */
    default int scale() {
        return 1;
    }

    /** Both sides of x must be multiples of this, or {@code forward} refuses; the caller extends the frame first. */
    default int alignment() {
        return 1;
    }

    /** Pixels of x to add at least on every side of a real frame, so that the model's border stays outside the picture. */
    default int margin() {
        return 0;
    }

    /** What a camera sees of the whole clean picture {@code x}: A x without the artefacts of the model's border. */
    default Tensor observe(Tensor x) {
        return forward(x);
    }

    /** The measured picture {@code y} continued to a larger frame; {@code margins} are pixels of x, multiples of the scale. */
    default Tensor extend(Tensor y, Margins margins) {
        return margins.dividedBy(scale()).mirror(y);
    }

    /** The operator of the larger frame; differs from this one only where the operator knows its frame's size. */
    default DegradationOperator extended(Margins margins) {
        return this;
    }
}
