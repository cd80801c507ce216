package zvrd.temporal;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** Flat positions of a map between Java and tensors; float32 in between, which is exact below 2^24. */
final class Positions {
    private Positions() {}

    static Tensor of(int[] flat) { // int64 [T]
        float[] values = new float[flat.length];
        for (int p = 0; p < flat.length; p++) {
            values[p] = flat[p];
        }
        return TensorScope.compute(() -> Tensors.of(values, flat.length).to(ScalarType.Long));
    }

    static int[] toInts(Tensor positions) {
        float[] values = Tensors.toFloats(positions);
        int[] flat = new int[values.length];
        Arrays.setAll(flat, p -> (int) values[p]);
        return flat;
    }
}
