package zvrd.motion;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Tensors;

/**
 * Displacements in pixels between neighbouring frames, channel 0 to the right and channel 1 down. Pair p joins the frames
 * p and p + 1.
 *
 * @param backward on the grid of frame p + 1: where its pixels lie in frame p; [N-1, 2, H, W]
 * @param forward on the grid of frame p: where its pixels lie in frame p + 1; [N-1, 2, H, W]
 */
public record FlowPairs(Tensor backward, Tensor forward) {
    /** Pairs of {@code height} × {@code width} pixels from the values of all of them, in the caller's scope. */
    static FlowPairs of(float[] backward, float[] forward, int height, int width) {
        int pairs = backward.length / (2 * height * width);
        return new FlowPairs(
                Tensors.of(backward, pairs, 2, height, width), Tensors.of(forward, pairs, 2, height, width));
    }
}
