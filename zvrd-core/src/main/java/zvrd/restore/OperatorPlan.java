package zvrd.restore;

import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Task;

/** Which operator damaged which frame; the same for all of them, but for masks that move. */
public interface OperatorPlan {
    /** What is to be mended. */
    Task task();

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
    static OperatorPlan fixed(Task task, DegradationOperator operator) {
        return new OperatorPlan() {
            @Override
            public Task task() {
                return task;
            }

            @Override
            public DegradationOperator forFrame(int frame, int height, int width) {
                return operator;
            }
        };
    }
}
