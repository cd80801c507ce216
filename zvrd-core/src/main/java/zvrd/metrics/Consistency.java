package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
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
                + " something of a white frame of";
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
            Tensor explained = operator.observe(restored.contiguous());
            Tensor measured = operator.recorded(degraded);
            Levels.requireSameShape(explained, measured);
            Tensor seen = Faithfulness.known(operator, restored).to(ScalarType.Double);
            Tensor error = explained.sub(measured).to(ScalarType.Double);
            double squares = error.square().mul(seen).sum().item_double();
            return Levels.PEAK / 2 * Math.sqrt(squares / seen.sum().item_double());
        }
    }
}
