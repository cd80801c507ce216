package zvrd.temporal;

import org.jspecify.annotations.Nullable;
import zvrd.nn.Attention;

/**
 * What the network says of one frame of a tile.
 *
 * @param output ε, and v where learned, [C, h, w]
 * @param best the trajectories it looked along, or null
 * @param again how the frame looked at itself and its neighbours, who are as they were then: to go through its evaluation
 *     again, as often as is wished; null where that was not to be remembered
 */
public record FrameAnswer(
        float[] output,
        @Nullable Trajectories best,
        @Nullable Attention again) {}
