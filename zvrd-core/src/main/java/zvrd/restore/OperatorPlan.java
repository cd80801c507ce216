package zvrd.restore;

import zvrd.degradation.DegradationOperator;
import zvrd.media.VideoInfo;

/** Which operator damaged which frame; the same for all of them, but for masks that move. */
@FunctionalInterface
public interface OperatorPlan {
    /**
     * The operator of one frame. Frames are asked for in order: again for the last one, but for none before it.
     *
     * @param frame index in the job, from 0
     * @param height of the measured frame in pixels
     * @param width of the measured frame in pixels
     * @throws zvrd.UserError where the operator does not fit frames of that size
     */
    DegradationOperator forFrame(int frame, int height, int width);

    /**
     * Refuses a clip for which there are too few or too many operators, before any work is done.
     *
     * @throws zvrd.UserError exit 3, with both counts
     */
    default void requireFits(VideoInfo clip) {}

    /** One operator for all frames. */
    static OperatorPlan fixed(DegradationOperator operator) {
        return (frame, height, width) -> operator;
    }
}
