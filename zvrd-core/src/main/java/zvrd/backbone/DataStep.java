package zvrd.backbone;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Measurement;
import zvrd.degradation.SpectralOperator;
import zvrd.tensor.TensorScope;

/** Pulls an image to the measurement: all the way, or as far as the trust in the image lets it. */
final class DataStep {
    private static final int MAX_ITERATIONS = 50;
    private static final double RESIDUAL = 1e-5; // of the first one; float32 does not see less

    private DataStep() {}

    /** x0 + A⁺(y - A x0): the nearest image to {@code x0} that explains y exactly. */
    static Tensor project(Measurement m, Tensor x0) {
        return TensorScope.compute(() -> x0.add(unexplained(m, x0)));
    }

    /**
     * argmin_x ‖y - A x‖² + ρ ‖x - x0‖², which along a right singular vector is a step of s²/(s²+ρ) towards the
     * projection. Where the singular values are not known, by conjugate gradients.
     */
    static Tensor proximal(Measurement m, Tensor x0, double rho) {
        if (m.operator() instanceof SpectralOperator a) {
            return TensorScope.compute(() -> x0.add(a.filter(unexplained(m, x0), s -> s * s / (s * s + rho))));
        }
        return conjugateGradients(m, x0, rho);
    }

    /** A⁺(y - A x0). */
    private static Tensor unexplained(Measurement m, Tensor x0) {
        DegradationOperator a = m.operator();
        return TensorScope.compute(() -> a.pseudoInverse(m.y().sub(a.forward(x0))));
    }

    /** Solves (AᵀA + ρ) d = Aᵀ(y - A x0) for each image by itself, so that neighbours in the batch do not matter. */
    private static Tensor conjugateGradients(Measurement m, Tensor x0, double rho) {
        DegradationOperator a = m.operator();
        try (var scope = new TensorScope()) {
            Tensor x = x0.clone();
            Tensor r = a.adjoint(m.y().sub(a.forward(x0)));
            Tensor p = r.clone();
            Tensor before = energies(r); // [N, 1, 1, 1]
            double enough = RESIDUAL * RESIDUAL * before.max().item_double();
            for (int k = 0; k < MAX_ITERATIONS && before.max().item_double() > enough; k++) {
                try (var iteration = new TensorScope()) {
                    Tensor ap = a.adjoint(a.forward(p)).add(p, new Scalar(rho));
                    Tensor step = ratio(before, p.mul(ap).sum(new long[] {1, 2, 3}, true, null));
                    x.add_(step.mul(p));
                    r.sub_(step.mul(ap));
                    Tensor after = energies(r);
                    p.mul_(ratio(after, before)).add_(r);
                    before.copy_(after);
                }
            }
            return scope.keep(x);
        }
    }

    private static Tensor energies(Tensor r) {
        return r.mul(r).sum(new long[] {1, 2, 3}, true, null);
    }

    /** 0 where an image is already solved. */
    private static Tensor ratio(Tensor upper, Tensor lower) {
        return upper.div(lower.add(new Scalar(Float.MIN_NORMAL)));
    }
}
