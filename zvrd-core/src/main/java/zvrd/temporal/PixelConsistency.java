package zvrd.temporal;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.motion.FlowWarp;
import zvrd.motion.Motion;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * L_PC of ZVRD (eq. 8): Σ_{i≥1} M_i |x̂0_i - warp(x̂0_{i-1}, f_i)|, summed over colours and pixels. The sum starts at 1, as
 * frame 0 has no predecessor.
 *
 * @param huber δ ≥ 0: differences below it count r²/2δ and larger ones |r| - δ/2 (ours), so that frames which agree but for
 *     rounding are left alone instead of being pushed to and fro; 0 is the paper's |r|
 */
public record PixelConsistency(double huber) {
    public PixelConsistency {
        if (!(huber >= 0 && huber < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("delta of the Huber loss must be 0 or above, got " + huber);
        }
    }

    /**
     * The loss of {@code x0} [N, 3, H, W], N at least 2, and its gradient in both frames of every pair; flow and mask count
     * as constants.
     */
    public Loss of(Tensor x0, Motion motion) {
        long pairs = x0.size(0) - 1;
        Tensor flow = motion.flow().backward();
        Tensor seen = motion.seenBefore();
        requirePairs(pairs, flow);
        requirePairs(pairs, seen);
        try (var scope = new TensorScope()) {
            Tensor r = x0.narrow(0, 1, pairs).sub(FlowWarp.warp(x0.narrow(0, 0, pairs), flow));
            Tensor slope = slope(r).mul(seen);
            Tensor gradient = torch.zeros_like(x0);
            gradient.narrow(0, 1, pairs).add_(slope);
            gradient.narrow(0, 0, pairs).sub_(FlowWarp.adjoint(slope, flow));
            return new Loss(Tensors.dot(magnitude(r), seen), scope.keep(gradient));
        }
    }

    private Tensor magnitude(Tensor r) {
        Tensor size = r.abs();
        if (huber == 0) {
            return size;
        }
        Tensor small = size.clamp_max(new Scalar(huber));
        return small.square().mul(new Scalar(0.5 / huber)).add(size.sub(small)); // the rest grows with slope 1
    }

    private Tensor slope(Tensor r) {
        return huber == 0 ? r.sign() : r.div(new Scalar(huber)).clamp_(number(-1), number(1));
    }

    private static ScalarOptional number(double value) {
        return new ScalarOptional(new Scalar(value));
    }

    private static void requirePairs(long pairs, Tensor ofPairs) {
        if (pairs < 1 || ofPairs.size(0) != pairs) {
            throw new IllegalArgumentException("a window of " + (pairs + 1)
                    + " frames needs the motion of each pair of neighbours, got " + Arrays.toString(ofPairs.shape()));
        }
    }
}
