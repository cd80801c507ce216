package zvrd.metrics;

/**
 * A number of the reference, beside which a restored clip's own is to be read; the same for all that were restored.
 */
public interface BesideMetric extends Measure {
    /**
     * The value for two neighbouring frames.
     *
     * @param reference the true frames
     */
    double of(FramePair reference);
}
