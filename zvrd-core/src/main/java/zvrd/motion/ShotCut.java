package zvrd.motion;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

/**
 * Whether one frame begins another shot than the one before: they differ a lot, or what one shows cannot be moved onto the
 * other. Judged in small copies of them, in which neither noise nor fine detail counts. Ours.
 */
public final class ShotCut {
    private static final int SHORT_SIDE = 96;
    private static final int CELL = 4; // pixels of the small frames whose mean noise and fine detail do not touch
    private static final double DIFFERENCE = 0.3; // mean |ΔI| on [0, 1] that no motion makes
    private static final double RESIDUE =
            0.5; // share of the contrast; real clips: 0.25 at most in a shot, 0.73 at cuts
    private static final double FLAT = 0.02; // contrast on [-1, 1] under which there is nothing to compare

    private ShotCut() {}

    /** Whether there is a cut between the frames {@code before} and {@code after}, [1, 3, H, W] in [-1, 1] each. */
    public static boolean between(Tensor before, Tensor after, OpticalFlow flow) {
        try (var scope = new TensorScope()) {
            Tensor pair = torch.cat(new TensorVector(small(before), small(after)), 0);
            Tensor a = pair.narrow(0, 0, 1);
            Tensor b = pair.narrow(0, 1, 1);
            if (mean(b.sub(a).abs()) / 2 > DIFFERENCE) {
                return true;
            }
            Tensor moved = FlowWarp.warp(a, Motion.of(pair, flow).flow().backward());
            double contrast =
                    Math.min(mean(deviation(a).abs()), mean(deviation(b).abs()));
            return mean(deviation(moved).sub(deviation(b)).abs()) > RESIDUE * (contrast + FLAT);
        }
    }

    /** Means over cells, without the mean of the frame: a light that flickers is no cut. */
    private static Tensor deviation(Tensor frame) {
        long[] cell = {Math.min(CELL, frame.size(2)), Math.min(CELL, frame.size(3))};
        Tensor cells = torch.avg_pool2d(frame, cell);
        return cells.sub(cells.mean());
    }

    private static double mean(Tensor x) {
        return x.mean().item_double();
    }

    private static Tensor small(Tensor rgb) {
        return TensorScope.compute(() -> {
            long height = rgb.size(2);
            long width = rgb.size(3);
            double scale = (double) SHORT_SIDE / Math.min(width, height);
            Tensor grey = rgb.mean(new long[] {1}, true, null).expand(1, 3, height, width);
            return scale >= 1
                    ? grey
                    : Resampler.PILLOW_BICUBIC.resize(
                            grey, (int) Math.round(scale * height), (int) Math.round(scale * width));
        });
    }
}
