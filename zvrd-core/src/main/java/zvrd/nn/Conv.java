package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;

/** A convolution with bias that keeps the side length at stride 1; computes in the type of its input. */
final class Conv implements Layer {
    private final Tensor weight; // [out, in, k, k], or [out, in, 1] where the checkpoint has it so; or packed
    private final Tensor bias;
    private final @Nullable OneDnn packedFor;
    private final int stride;
    private final int padding;

    private Conv(Parameters parameters, Initial initial, int stride, int padding, long... shape) {
        this.weight = parameters.kernel("weight", initial, stride, padding, shape);
        this.bias = parameters.bias("bias", initial, shape[0]);
        this.packedFor = parameters.oneDnn();
        this.stride = stride;
        this.padding = padding;
    }

    static Conv of(Parameters parameters, int in, int out, int side) {
        return new Conv(parameters, Initial.fanIn((long) in * side * side), 1, side / 2, out, in, side, side);
    }

    /** With a stride and a padding of its own. */
    static Conv of(Parameters parameters, int in, int out, int side, int stride, int padding) {
        return new Conv(parameters, Initial.fanIn((long) in * side * side), stride, padding, out, in, side, side);
    }

    /** Halves the side length. */
    static Conv strided(Parameters parameters, int in, int out) {
        return new Conv(parameters, Initial.fanIn(in * 9L), 2, 1, out, in, 3, 3);
    }

    /** Starts as zero when trained from scratch. */
    static Conv zero(Parameters parameters, int in, int out, int side) {
        return new Conv(parameters, Initial.ZERO, 1, side / 2, out, in, side, side);
    }

    /** A product over channels at every position, whose weight the checkpoint stores as a 1-D convolution's. */
    static Conv pointwise(Parameters parameters, int in, int out, Initial initial) {
        return new Conv(parameters, initial, 1, 0, out, in, 1);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return apply(x);
    }

    /** x [N, in, H, W] to [N, out, H / stride, W / stride]. */
    Tensor apply(Tensor x) {
        if (packedFor != null) {
            return packedFor.convolve(x, weight, bias, stride, padding);
        }
        return TensorScope.compute(() -> {
            Tensor kernel = weight.dim() == 4 ? weight : weight.unsqueeze(3);
            var shift = new TensorOptional(bias.to(x.scalar_type()));
            return torch.conv2d(x, kernel.to(x.scalar_type()), shift, pair(stride), pair(padding), pair(1), 1);
        });
    }

    /** The same added to {@code sum}, which is used up. */
    Tensor applyOnto(Tensor sum, Tensor x) {
        return packedFor != null ? packedFor.convolveOnto(sum, x, weight, bias, stride, padding) : sum.add_(apply(x));
    }

    private static long[] pair(long side) {
        return new long[] {side, side};
    }
}
