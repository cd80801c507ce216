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
    private Levels() {}

    /** {@code x} in [-1, 1], clamped and rounded to the 256 levels, still in [-1, 1], in double. */
    static Tensor rounded(Tensor x) {
        return TensorScope.compute(() -> x.to(ScalarType.Double)
                .add(new Scalar(1.0))
                .mul(new Scalar(127.5))
                .round()
                .clamp(new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(255.0)))
                .div(new Scalar(127.5))
                .sub(new Scalar(1.0)));
    }

    static void requireSameShape(Tensor restored, Tensor reference) {
        if (!Arrays.equals(Tensors.shape(restored), Tensors.shape(reference))) {
            throw new IllegalArgumentException("restored frame has shape %s, its reference %s"
                    .formatted(Arrays.toString(Tensors.shape(restored)), Arrays.toString(Tensors.shape(reference))));
        }
    }
}
