package zvrd.backbone;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** The range in which images live. */
final class Pixels {
    private Pixels() {}

    /** {@code x} held in [-1, 1]. */
    static Tensor clamp(Tensor x) {
        return TensorScope.compute(
                () -> x.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0))));
    }

    /** {@code x} on the [0, 1] scale of light. */
    static Tensor unit(Tensor x) {
        return TensorScope.compute(() -> x.add(new Scalar(1.0)).mul(new Scalar(0.5)));
    }

    /** One number that stands for all pixels. */
    static Tensor number(double value) {
        return TensorScope.compute(() -> torch.full(new long[] {1, 1, 1, 1}, new Scalar(value)));
    }
}
