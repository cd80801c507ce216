package zvrd.restore;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Tensors;

/** A tensor on the Java heap, between moves and between windows. */
record HeldTensor(float[] values, long[] shape) {
    static HeldTensor of(Tensor tensor) {
        return new HeldTensor(Tensors.toFloats(tensor), Tensors.shape(tensor));
    }

    /** A copy in the caller's scope. */
    Tensor tensor() {
        return Tensors.of(values, shape);
    }
}
