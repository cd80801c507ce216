package zvrd.restore;

import java.util.Map;
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

    /**
     * The options and files that the operators were made from, by the names that messages call them, with the SHA-256 of files:
     * what tells one job from another. Empty where callers themselves see to it that a job goes on with the operators it
     * was begun with.
     */
    default Map<String, String> identity() {
        return Map.of();
    }

    /** The same with noise of {@code kind} on top. */
    default OperatorPlan under(NoiseKind kind) {
        return new Told(this, kind, identity());
    }

    /** The same, made from the options and files in {@code identity}. */
    default OperatorPlan madeFrom(Map<String, String> identity) {
        return new Told(this, noise(), identity);
    }

    /** Operators with what is told of them. */
    record Told(OperatorPlan plan, NoiseKind noise, Map<String, String> identity) implements OperatorPlan {
        @Override
        public DegradationOperator forFrame(int frame, int height, int width) {
            return plan.forFrame(frame, height, width);
        }

        @Override
        public void requireFits(VideoInfo clip) {
            plan.requireFits(clip);
        }
    }

    /** One operator for all frames. */
    static OperatorPlan fixed(DegradationOperator operator) {
        return (frame, height, width) -> operator;
    }
}
