package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Pointwise functions that reuse their input's memory where no gradient needs it. */
final class Activations {
    private Activations() {}

    /** h·sigmoid(h); {@code h} is used up. */
    static Tensor silu(Tensor h) {
        return h.requires_grad() ? torch.silu(h) : torch.silu_(h);
    }
}
