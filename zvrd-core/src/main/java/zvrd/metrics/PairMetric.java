package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;

/** A number that says how steadily a restored clip goes from one frame to the next. */
public interface PairMetric {
    /** The name in reports, such as {@code flicker}. */
    String name();

    /** What exactly the number is, in one line for reports. */
    String convention();

    /**
     * The value for two neighbouring frames.
     *
     * @param restored [2, 3, H, W] in [-1, 1], the earlier frame first; values outside are clamped
     * @param reference the same of the true frames
     * @param motion from the earlier to the later true frame
     */
    double of(Tensor restored, Tensor reference, ReferenceMotion motion);
}
