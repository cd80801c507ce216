package zvrd.temporal;

import org.jspecify.annotations.Nullable;

/**
 * What the network says of one frame of a tile.
 *
 * @param output ε, and v where learned, [C, h, w]
 * @param best the trajectories it looked along, or null
 */
public record FrameAnswer(float[] output, @Nullable Trajectories best) {}
