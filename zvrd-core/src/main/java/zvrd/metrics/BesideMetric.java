package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A number of the clips that a restored one is compared with, beside which its own is to be read; the same for all that were
 * restored of them.
 */
public interface BesideMetric extends Measure {
    /**
     * The value for two neighbouring frames, NaN where there is none.
     *
     * @param reference the true frames
     * @param degraded what they were restored from, brought to their size, [2, 3, H, W] in [-1, 1];
     *     null where it is not known
     */
    double of(FramePair reference, @Nullable Tensor degraded);
}
