package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** x Wᵀ + b in float32; the network uses it for the timestep only, where it costs nothing. */
record Linear(Tensor weight, Tensor bias) {
    static Linear of(Parameters parameters, int in, int out) {
        Initial initial = Initial.fanIn(in);
        return new Linear(parameters.get("weight", initial, out, in), parameters.get("bias", initial, out));
    }

    /** x [B, in] to [B, out]. */
    Tensor apply(Tensor x) {
        return torch.linear(x, weight, new TensorOptional(bias));
    }
}
