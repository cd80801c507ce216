package zvrd.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Ways between Java arrays and float32 tensors. */
public final class Tensors {
    private Tensors() {}

    /** A float32 tensor of {@code shape} with a copy of {@code data} in row-major order. */
    public static Tensor of(float[] data, long... shape) {
        long count = elements(shape);
        if (count != data.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " has " + count + " elements, the array has " + data.length);
        }
        return TensorScope.compute(() -> {
            Tensor tensor = torch.empty(shape);
            new FloatPointer(tensor.data_ptr()).capacity(count).put(data);
            return tensor;
        });
    }

    /** The values of {@code tensor} in row-major order, as float32. */
    public static float[] toFloats(Tensor tensor) {
        try (var scope = new TensorScope()) {
            Tensor plain = tensor.detach().cpu().to(ScalarType.Float).contiguous();
            FloatPointer values = new FloatPointer(plain.data_ptr()).capacity(plain.numel());
            float[] copy = new float[Math.toIntExact(plain.numel())];
            FloatBuffer view = values.asBuffer();
            view.get(copy);
            return copy;
        }
    }

    /** The shape of {@code tensor} as a Java array. */
    public static long[] shape(Tensor tensor) {
        long[] shape = new long[(int) tensor.dim()];
        for (int d = 0; d < shape.length; d++) {
            shape[d] = tensor.size(d);
        }
        return shape;
    }

    /** ⟨a, b⟩ summed in double over all elements. */
    public static double dot(Tensor a, Tensor b) {
        try (var scope = new TensorScope()) {
            return a.to(ScalarType.Double).mul(b.to(ScalarType.Double)).sum().item_double();
        }
    }

    private static long elements(long[] shape) {
        long count = 1;
        for (long side : shape) {
            count = Math.multiplyExact(count, side);
        }
        return count;
    }
}
