package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A convolution with bias that keeps the side length at stride 1; computes in the type of its input. */
final class Conv implements Layer {
    private final Tensor weight; // [out, in, k, k], or [out, in, 1] where the checkpoint has it so
    private final Tensor bias;
    private final long[] stride;
    private final long[] padding;

    private Conv(Tensor weight, Tensor bias, int stride, int padding) {
        this.weight = weight;
        this.bias = bias;
        this.stride = new long[] {stride, stride};
        this.padding = new long[] {padding, padding};
    }

    static Conv of(Parameters parameters, int in, int out, int side) {
        return of(parameters, in, out, side, 1, Initial.fanIn((long) in * side * side));
    }

    /** Halves the side length. */
    static Conv strided(Parameters parameters, int in, int out) {
        return of(parameters, in, out, 3, 2, Initial.fanIn(in * 9L));
    }

    /** Starts as zero when trained from scratch. */
    static Conv zero(Parameters parameters, int in, int out, int side) {
        return of(parameters, in, out, side, 1, Initial.ZERO);
    }

    private static Conv of(Parameters parameters, int in, int out, int side, int stride, Initial initial) {
        return new Conv(
                parameters.kernel("weight", initial, out, in, side, side),
                parameters.kernel("bias", initial, out),
                stride,
                side / 2);
    }

    /** A product over channels at every position, whose weight the checkpoint stores as a 1-D convolution's. */
    static Conv pointwise(Parameters parameters, int in, int out, Initial initial) {
        return new Conv(
                parameters.kernel("weight", initial, out, in, 1), parameters.kernel("bias", initial, out), 1, 0);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return apply(x);
    }

    /** x [N, in, H, W] to [N, out, H / stride, W / stride]. */
    Tensor apply(Tensor x) {
        Tensor kernel = weight.dim() == 4 ? weight : weight.unsqueeze(3);
        return torch.conv2d(
                x, kernel.to(x.scalar_type()), new TensorOptional(bias.to(x.scalar_type())), stride, padding, ONES, 1);
    }

    private static final long[] ONES = {1, 1};
}
