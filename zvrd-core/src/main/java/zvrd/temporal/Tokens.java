package zvrd.temporal;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** A tensor's values on their way to another thread; float32 holds bfloat16 without loss. */
record Tokens(float[] values, long[] shape) {
    static Tokens of(Tensor x) {
        return new Tokens(Tensors.toFloats(x), Tensors.shape(x));
    }

    /** A tensor of them where {@code x} is and in its type. */
    Tensor like(Tensor x) {
        return TensorScope.compute(() -> Tensors.of(values, shape).to(x.device(), x.scalar_type()));
    }
}
