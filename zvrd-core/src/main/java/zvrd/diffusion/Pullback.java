package zvrd.diffusion;

import org.bytedeco.pytorch.Tensor;

/** The derivative of a network's answer with respect to what it was asked about, transposed. */
@FunctionalInterface
public interface Pullback {
    /** Jᵀu with J = ∂ε/∂x_t; {@code u} and the result are shaped as ε. */
    Tensor of(Tensor u);

    /** Of an answer by a network that was read for use without gradients. */
    static Pullback none() {
        return u -> {
            throw new IllegalStateException("no gradient through the network was asked for");
        };
    }
}
