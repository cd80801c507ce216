package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** A convolution without bias and the batch norm behind it, which goes by the statistics of the training. */
record NormedConv(Tensor kernel, int stride, Tensor weight, Tensor bias, Tensor mean, Tensor variance) {
    private static final double EPSILON = 1e-5;

    /** With a kernel of {@code side} × {@code side} that keeps the map's size at stride 1. */
    static NormedConv of(Parameters parameters, String conv, String norm, int in, int out, int side, int stride) {
        Parameters normed = parameters.at(norm);
        return new NormedConv(
                parameters.at(conv).get("weight", Initial.ZERO, out, in, side, side),
                stride,
                normed.get("weight", Initial.ONE, out),
                normed.get("bias", Initial.ZERO, out),
                normed.get("running_mean", Initial.ZERO, out),
                normed.get("running_var", Initial.ONE, out));
    }

    /** x [N, in, H, W] to [N, out, H / stride, W / stride]. */
    Tensor apply(Tensor x) {
        return TensorScope.compute(() -> {
            long padding = kernel.size(2) / 2;
            Tensor h = torch.conv2d(
                    x,
                    kernel,
                    new TensorOptional(),
                    new long[] {stride, stride},
                    new long[] {padding, padding},
                    new long[] {1, 1},
                    1);
            return torch.batch_norm(
                    h,
                    new TensorOptional(weight),
                    new TensorOptional(bias),
                    new TensorOptional(mean),
                    new TensorOptional(variance),
                    false,
                    0,
                    EPSILON,
                    false);
        });
    }
}
