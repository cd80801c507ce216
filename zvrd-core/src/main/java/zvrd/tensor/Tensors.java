package zvrd.tensor;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    /** The values of each image of the batch {@code x} [N, C, H, W]. */
    public static List<float[]> framesOf(Tensor x) {
        var frames = new ArrayList<float[]>();
        for (int n = 0; n < x.size(0); n++) {
            try (var scope = new TensorScope()) {
                frames.add(toFloats(x.narrow(0, n, 1)));
            }
        }
        return frames;
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
