package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.DegradationOperator;
import zvrd.tensor.TensorScope;

/** How far a restored frame is from explaining what was measured: the root mean square of A x̂ - y in 8-bit levels. */
public final class Consistency implements Measure {
    @Override
    public String name() {
        return "consistency";
    }

    @Override
    public String convention() {
        return "root mean square of A x - y in 8-bit levels, x as stored and not rounded, over the values that A makes"
                + " something of a white frame of, without the border that a blur brings light from outside to;"
                + " a clean clip has its rounding, 0.3, and the noise of what was measured";
    }

    /**
     * The value for one frame.
     *
     * @param restored x̂, [1, 3, H, W] in [-1, 1]
     * @param degraded the frame that y was recorded as, [1, 3, h, w] in [-1, 1]
     * @param operator A
     */
    public double of(Tensor restored, Tensor degraded, DegradationOperator operator) {
        try (var scope = new TensorScope()) {
            return Residual.of(restored, operator.recorded(degraded), operator).rms();
        }
    }
}
