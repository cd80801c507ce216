package zvrd.degradation;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * A⁺ y where nothing but A and Aᵀ is known: conjugate gradients on the normal equations (CGLS, after Hestenes and Stiefel,
 * 1952). Begun at 0 they stay in the range of Aᵀ, and so end at the smallest of the images that explain y best.
 */
final class LeastSquares {
    private static final int MAX_ITERATIONS = 100;
    private static final double RESIDUAL = 1e-6; // of the first one; float32 does not see less

    private LeastSquares() {}

    /** A⁺ {@code y}, of each measurement by itself, so that neighbours in the batch do not matter. */
    static Tensor smallest(DegradationOperator a, Tensor y) {
        return TensorScope.compute(() -> {
            var images = new TensorVector();
            for (int n = 0; n < y.size(0); n++) {
                images.push_back(one(a, y.narrow(0, n, 1)));
            }
            return torch.cat(images, 0);
        });
    }

    private static Tensor one(DegradationOperator a, Tensor y) {
        try (var scope = new TensorScope()) {
            Tensor r = y.clone();
            Tensor p = a.adjoint(y).clone();
            Tensor x = torch.zeros_like(p);
            double energy = Tensors.dot(p, p);
            double enough = RESIDUAL * RESIDUAL * energy;
            for (int k = 0; k < MAX_ITERATIONS && energy > enough; k++) {
                try (var iteration = new TensorScope()) {
                    Tensor seen = a.forward(p);
                    double length = energy / Tensors.dot(seen, seen);
                    x.add_(p, new Scalar(length));
                    r.sub_(seen, new Scalar(length));
                    Tensor s = a.adjoint(r);
                    double after = Tensors.dot(s, s);
                    p.mul_(new Scalar(after / energy)).add_(s);
                    energy = after;
                }
            }
            return scope.keep(x);
        }
    }
}
