package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Normalisation of each token over its channels, in float32. */
record LayerNorm(Tensor weight, Tensor bias) {
    private static final double EPSILON = 1e-5;

    static LayerNorm of(Parameters parameters, int channels) {
        return new LayerNorm(
                parameters.get("weight", Initial.ONE, channels), parameters.get("bias", Initial.ZERO, channels));
    }

    /** x [..., channels], normalised along the last dimension. */
    Tensor apply(Tensor x) {
        return torch.layer_norm(
                x, new long[] {weight.size(0)}, new TensorOptional(weight), new TensorOptional(bias), EPSILON, false);
    }
}
