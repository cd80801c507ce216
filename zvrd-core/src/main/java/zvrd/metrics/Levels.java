package zvrd.metrics;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** Images as they are once stored with 8 bits. */
final class Levels {
    /** The highest of the 256 levels. */
    static final double PEAK = 255;

    private Levels() {}

    /** {@code x} in [-1, 1], clamped and rounded to the whole levels 0 to 255, in double. */
    static Tensor of(Tensor x) {
        return TensorScope.compute(() -> x.to(ScalarType.Double)
                .add(new Scalar(1.0))
                .mul(new Scalar(PEAK / 2))
                .round()
                .clamp(new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(PEAK))));
    }

    /** The same, still in [-1, 1]. */
    static Tensor rounded(Tensor x) {
        return TensorScope.compute(() -> of(x).div(new Scalar(PEAK / 2)).sub(new Scalar(1.0)));
    }

    static void requireSameShape(Tensor restored, Tensor reference) {
        if (!Arrays.equals(Tensors.shape(restored), Tensors.shape(reference))) {
            throw new IllegalArgumentException("restored frame has shape %s, its reference %s"
                    .formatted(Arrays.toString(Tensors.shape(restored)), Arrays.toString(Tensors.shape(reference))));
        }
    }
}
