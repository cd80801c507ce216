package zvrd.restore;

import zvrd.degradation.DegradationOperator;

/** Which operator damaged which frame; the same for all of them, but for masks that move. */
@FunctionalInterface
public interface OperatorPlan {
    /**
     * The operator of one frame.
     *
     * @param frame index in the job, from 0
     * @param height of the measured frame in pixels
     * @param width of the measured frame in pixels
     * @throws zvrd.UserError where the operator does not fit frames of that size
     */
    DegradationOperator forFrame(int frame, int height, int width);

    /** One operator for all frames. */
    static OperatorPlan fixed(DegradationOperator operator) {
        return (frame, height, width) -> operator;
    }
}
