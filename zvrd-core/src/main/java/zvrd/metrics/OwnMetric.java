package zvrd.metrics;

/** A number that says how steadily a clip goes from one frame to the next by itself, without a reference. */
public interface OwnMetric extends Measure {
    /** The value for two neighbouring frames. */
    double of(FramePair clip);
}
