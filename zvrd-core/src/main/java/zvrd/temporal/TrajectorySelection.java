package zvrd.temporal;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.motion.FlowWarp;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Which of several trajectories through a position is best: the one along which the clean images differ least over the
 * position's patch of pixels. Candidates stand in the order flow, similarity, history; the first of equals is taken.
 */
public final class TrajectorySelection {
    private TrajectorySelection() {}

    /**
     * For every patch the mean over pixels and channels of visible · |x̂0 - warp(other, flow)|.
     *
     * @param x0 [1, 3, H, W]
     * @param other the neighbouring frame, [1, 3, H, W]
     * @param flow from x0's pixels into {@code other}, [1, 2, H, W]
     * @param visible 1 where x0's pixels are seen in {@code other}, else 0; [1, 1, H, W]
     * @param patch side of a patch in pixels
     * @return one error for each position of the map of patches
     */
    public static float[] alongFlow(Tensor x0, Tensor other, Tensor flow, Tensor visible, int patch) {
        try (var scope = new TensorScope()) {
            Tensor error = difference(x0, FlowWarp.warp(other, flow)).mul(visible);
            return Tensors.toFloats(torch.avg_pool2d(error, patch));
        }
    }

    /**
     * For every patch the mean over pixels and channels of |x̂0 - other|, where {@code other}'s patch is the one that
     * {@code links} name; infinite without a link.
     *
     * @param x0 [1, 3, H, W]
     * @param other the neighbouring frame, [1, 3, H, W]
     * @param links for every position of the map of patches, the position in the other frame
     * @param patch side of a patch in pixels
     */
    public static float[] alongLinks(Tensor x0, Tensor other, int[] links, int patch) {
        try (var scope = new TensorScope()) {
            int[] places = Arrays.stream(links).map(q -> Math.max(q, 0)).toArray();
            Tensor found = patches(other, patch).index_select(0, Positions.of(places));
            Tensor error = patches(x0, patch).sub(found).abs().mean(new long[] {1}, false, new ScalarTypeOptional());
            return reached(Tensors.toFloats(error), links);
        }
    }

    /** {@code errors}, infinite where {@code links} have none. */
    static float[] reached(float[] errors, int[] links) {
        for (int p = 0; p < errors.length; p++) {
            if (links[p] == PairLinks.NONE) {
                errors[p] = Float.POSITIVE_INFINITY;
            }
        }
        return errors;
    }

    /** For every position the number of the candidate with the lowest error, the first of equals. */
    public static int[] lowest(List<float[]> errors) {
        int[] chosen = new int[errors.get(0).length];
        for (int p = 0; p < chosen.length; p++) {
            for (int c = 1; c < errors.size(); c++) {
                if (errors.get(c)[p] < errors.get(chosen[p])[p]) {
                    chosen[p] = c;
                }
            }
        }
        return chosen;
    }

    private static Tensor difference(Tensor a, Tensor b) { // mean over the channels, [1, 1, H, W]
        return a.sub(b).abs().mean(new long[] {1}, true, new ScalarTypeOptional());
    }

    private static Tensor patches(Tensor x, int patch) { // [1, 3, H, W] -> [positions, 3·patch²]
        return torch.pixel_unshuffle(x, patch).flatten(2, 3).squeeze(0).t();
    }
}
