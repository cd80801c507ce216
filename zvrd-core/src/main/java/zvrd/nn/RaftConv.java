package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A convolution of RAFT's: a kernel with odd sides that keeps the map's size at stride 1. */
record RaftConv(Tensor kernel, Tensor bias, int stride) {
    static RaftConv of(Parameters parameters, int in, int out, int side) {
        return of(parameters, in, out, side, side, 1);
    }

    static RaftConv strided(Parameters parameters, int in, int out, int side, int stride) {
        return of(parameters, in, out, side, side, stride);
    }

    static RaftConv oblong(Parameters parameters, int in, int out, int height, int width) {
        return of(parameters, in, out, height, width, 1);
    }

    private static RaftConv of(Parameters parameters, int in, int out, int height, int width, int stride) {
        return new RaftConv(
                parameters.get("weight", Initial.ZERO, out, in, height, width),
                parameters.get("bias", Initial.ZERO, out),
                stride);
    }

    /** x [N, in, H, W] to [N, out, H / stride, W / stride]. */
    Tensor apply(Tensor x) {
        return torch.conv2d(
                x,
                kernel,
                new TensorOptional(bias),
                new long[] {stride, stride},
                new long[] {kernel.size(2) / 2, kernel.size(3) / 2},
                new long[] {1, 1},
                1);
    }
}
