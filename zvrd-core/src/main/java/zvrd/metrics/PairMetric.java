package zvrd.metrics;

/** A number that says how steadily a restored clip goes from one frame to the next, seen against its reference. */
public interface PairMetric extends Measure {
    /** The value for two neighbouring frames of the restored clip and the same two of the reference, of one size. */
    double of(FramePair restored, FramePair reference);
}
