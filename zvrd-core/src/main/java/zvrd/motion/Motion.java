package zvrd.motion;

import org.bytedeco.pytorch.Tensor;

/**
 * How the frames of a window move, and where that can be trusted.
 *
 * @param flow both ways between neighbours
 * @param seenBefore on the grid of frame p + 1: 1 where its pixel is visible in frame p too, else 0; [N-1, 1, H, W]
 * @param seenAfter on the grid of frame p: 1 where its pixel is visible in frame p + 1 too, else 0; [N-1, 1, H, W]
 */
public record Motion(FlowPairs flow, Tensor seenBefore, Tensor seenAfter) {}
