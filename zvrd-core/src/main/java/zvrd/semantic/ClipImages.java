package zvrd.semantic;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Images as CLIP wants to see them: in a square, by colour with the mean and spread of its training images.
 *
 * @param side of the square in pixels
 */
public record ClipImages(int side) {
    private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};
    private static final float[] SPREAD = {0.26862954f, 0.26130258f, 0.27577711f};
    private static final double WHITE = 255;

    public ClipImages {
        if (side < 1) {
            throw new IllegalArgumentException("side of CLIP's images must be 1 or more, got " + side);
        }
    }

    /**
     * The whole of {@code x0} [N, 3, H, W] on [-1, 1], bicubic with antialiasing, not clamped and not cropped: what is not
     * square is squeezed, so that a gradient reaches all of it. Differentiable.
     */
    public Tensor whole(Tensor x0) {
        return TensorScope.compute(() -> {
            Tensor unit = x0.add(new Scalar(1.0)).mul(new Scalar(0.5));
            boolean fits = x0.size(2) == side && x0.size(3) == side;
            return normalised(fits ? unit : Resampler.PILLOW_BICUBIC.resize(unit, side, side));
        });
    }

    /**
     * {@code levels} [N, 3, H, W], whole numbers of 0 … 255, by OpenAI's own steps: Pillow's bicubic resize of the short
     * side to {@link #side}, which rounds to levels after each direction, and the middle of it.
     */
    public Tensor official(Tensor levels) {
        return TensorScope.compute(() -> normalised(cropped(levels).div(new Scalar(WHITE))));
    }

    /** The levels {@link #official} normalises, [N, 3, side, side]. */
    public Tensor cropped(Tensor levels) {
        return middle(levels, ClipImages::rounded);
    }

    /** The middle of {@code unit} [N, 3, H, W], nominally on [0, 1], as {@link #cropped} but neither rounded nor clamped. */
    public Tensor croppedSmoothly(Tensor unit) {
        return middle(unit, x -> x);
    }

    /** {@code unit} [N, 3, side, side] on [0, 1] less the mean, over the spread. */
    public static Tensor normalised(Tensor unit) {
        return TensorScope.compute(() -> unit.sub(Tensors.of(MEAN, 1, 3, 1, 1)).div(Tensors.of(SPREAD, 1, 3, 1, 1)));
    }

    private Tensor middle(Tensor x, UnaryOperator<Tensor> rounding) {
        int height = (int) x.size(2);
        int width = (int) x.size(3);
        int rows = resized(height, width);
        int columns = resized(width, height);
        return TensorScope.compute(() -> {
            Tensor across = rounding.apply(Resampler.PILLOW_BICUBIC.resize(x, height, columns));
            Tensor both = rounding.apply(Resampler.PILLOW_BICUBIC.resize(across, rows, columns));
            return both.narrow(2, margin(rows), side).narrow(3, margin(columns), side);
        });
    }

    /** What {@code length} becomes when the shorter of both sides becomes {@link #side}; rounded down, as OpenAI does. */
    private int resized(int length, int other) {
        return length <= other ? side : (int) ((long) side * length / other);
    }

    private long margin(int length) {
        return Math.round(Math.rint((length - side) / 2.0)); // halves to even, as Python rounds
    }

    private static Tensor rounded(Tensor x) {
        return x.round().clamp_(new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(WHITE)));
    }
}
