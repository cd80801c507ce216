package zvrd.degradation;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.Tensors;

/** The shapes operators accept, checked with messages that name the operator; and constants put beside an image. */
final class Shapes {
    private Shapes() {}

    /** N, C, H, W of {@code x}. */
    static long[] ofImage(Tensor x) {
        long[] shape = x.shape();
        if (shape.length != 4) {
            throw new IllegalArgumentException("images are [N, C, H, W], found shape " + Arrays.toString(shape));
        }
        return shape;
    }

    /** N, C, H, W of {@code x}, of which H and W must be multiples of the operator's alignment. */
    static long[] requireMultiple(DegradationOperator operator, Tensor x) {
        long[] shape = ofImage(x);
        if (shape[2] % operator.alignment() != 0 || shape[3] % operator.alignment() != 0) {
            throw new IllegalArgumentException("%s needs sides that are multiples of %d, found %d×%d"
                    .formatted(operator.name(), operator.alignment(), shape[3], shape[2]));
        }
        return shape;
    }

    /** re + i im. */
    static Tensor complex(Tensor re, Tensor im) {
        return torch.view_as_complex(torch.stack(new TensorVector(re, im), -1));
    }

    /** {@code data} as a tensor on the device of {@code x}. */
    static Tensor beside(Tensor x, float[] data, long... shape) {
        return Tensors.of(data, shape).to(x.device(), x.scalar_type());
    }
}
