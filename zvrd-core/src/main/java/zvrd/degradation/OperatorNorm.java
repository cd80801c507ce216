package zvrd.degradation;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** How much an operator can make of an image: its largest singular value, squared. */
public final class OperatorNorm {
    private static final int ITERATIONS = 8; // of white noise, the differences of neighbours are found to 3 %
    private static final long SEED = 5;

    private OperatorNorm() {}

    /**
     * ‖A‖² on images of the given shape, the same number each time. Of operators that weigh and sum light it is the bound
     * that published step lengths go by, the most that AᵀA makes of a white pixel; others, which may make nothing of white,
     * are tried with noise.
     *
     * @param shape [N, 3, H, W]; of several images the largest
     * @return 0 for an operator that leaves nothing
     */
    public static double squared(DegradationOperator a, long... shape) {
        try (var scope = new TensorScope()) {
            Tensor noise = new NoiseSource(SEED).normal(NoiseStream.START, 0, 0, shape[1], shape[2], shape[3]);
            double white = a.adjoint(a.forward(torch.ones(shape))).abs().max().item_double();
            return Math.max(white, risen(noise.expand(shape), a));
        }
    }

    private static double risen(Tensor start, DegradationOperator a) {
        try (var scope = new TensorScope()) {
            Tensor v = start.div(new Scalar(Math.sqrt(Tensors.dot(start, start))));
            double most = 0;
            for (int k = 0; k < ITERATIONS; k++) {
                Tensor next = a.adjoint(a.forward(v)); // its length rises to ‖A‖²
                double length = Math.sqrt(Tensors.dot(next, next));
                if (!(length > 0)) {
                    return most;
                }
                most = length;
                v = next.div(new Scalar(length));
            }
            return most;
        }
    }
}
