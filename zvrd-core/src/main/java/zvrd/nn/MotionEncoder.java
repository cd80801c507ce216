package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;

/** The features of the motion found so far: of the flow, and of the correlations where it leads. */
record MotionEncoder(
        RaftConv correlation, @Nullable RaftConv correlation2, RaftConv flow, RaftConv flow2, RaftConv both) {
    static MotionEncoder of(Parameters parameters, RaftSize size) {
        int correlations = CorrelationPyramid.channels(size.radius());
        boolean small = size == RaftSize.SMALL;
        return new MotionEncoder(
                RaftConv.of(parameters.at("convc1"), correlations, small ? 96 : 256, 1),
                small ? null : RaftConv.of(parameters.at("convc2"), 256, 192, 3),
                RaftConv.of(parameters.at("convf1"), 2, small ? 64 : 128, 7),
                RaftConv.of(parameters.at("convf2"), small ? 64 : 128, small ? 32 : 64, 3),
                RaftConv.of(parameters.at("conv"), small ? 128 : 256, channels(size) - 2, 3));
    }

    /** Of what it puts out: the two last are the flow itself. */
    static int channels(RaftSize size) {
        return size == RaftSize.SMALL ? 82 : 128;
    }

    /** The flow [N, 2, h, w] and correlations [N, levels · (2r + 1)², h, w] to [N, channels, h, w]. */
    Tensor apply(Tensor u, Tensor correlations) {
        return TensorScope.compute(() -> {
            Tensor c = correlation.apply(correlations).relu_();
            if (correlation2 != null) {
                c = correlation2.apply(c).relu_();
            }
            Tensor f = flow2.apply(flow.apply(u).relu_()).relu_();
            Tensor motion = both.apply(torch.cat(new TensorVector(c, f), 1)).relu_();
            return torch.cat(new TensorVector(motion, u), 1);
        });
    }
}
