package zvrd.metrics;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** How differently the restored clip moves: the end-point error between the flows seen in it and in its reference. */
public final class FlowError implements PairMetric {
    @Override
    public String name() {
        return "ofme";
    }

    @Override
    public String convention() {
        return "pixels between where the restored clip's flow and the reference's lead, mean over all pixels (end-point"
                + " error)";
    }

    @Override
    public double of(FramePair restored, FramePair reference) {
        Levels.requireSameShape(restored.frames(), reference.frames());
        try (var scope = new TensorScope()) {
            Tensor error = restored.motion().flow().sub(reference.motion().flow()); // [1, 2, H, W]
            return error.square()
                    .sum(new long[] {1}, false, new ScalarTypeOptional())
                    .sqrt()
                    .mean()
                    .item_double();
        }
    }
}
