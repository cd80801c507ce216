package zvrd.restore;

import zvrd.degradation.DegradationOperator;
import zvrd.degradation.NoiseKind;
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

    /** What kind of noise came on top. */
    default NoiseKind noise() {
        return NoiseKind.GAUSSIAN;
    }

    /** The same with noise of {@code kind} on top. */
    default OperatorPlan under(NoiseKind kind) {
        OperatorPlan clean = this;
        return new OperatorPlan() {
            @Override
            public DegradationOperator forFrame(int frame, int height, int width) {
                return clean.forFrame(frame, height, width);
            }

            @Override
            public void requireFits(VideoInfo clip) {
                clean.requireFits(clip);
            }

            @Override
            public NoiseKind noise() {
                return kind;
            }
        };
    }

    /** One operator for all frames. */
    static OperatorPlan fixed(DegradationOperator operator) {
        return (frame, height, width) -> operator;
    }
}
