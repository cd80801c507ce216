package zvrd.motion;

import org.bytedeco.pytorch.Tensor;

/**
 * Displacements in pixels between neighbouring frames, channel 0 to the right and channel 1 down. Pair p joins the frames
 * p and p + 1.
 *
 * @param backward on the grid of frame p + 1: where its pixels lie in frame p; [N-1, 2, H, W]
 * @param forward on the grid of frame p: where its pixels lie in frame p + 1; [N-1, 2, H, W]
 */
public record FlowPairs(Tensor backward, Tensor forward) {}
