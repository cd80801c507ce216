package zvrd.metrics;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.motion.FlowPairs;
import zvrd.motion.OpticalFlow;
import zvrd.tensor.TensorScope;

/**
 * An estimator for which everything moves by one and the same displacement a frame.
 *
 * @param right pixels to the right
 * @param down pixels down
 */
record SteadyFlow(double right, double down) implements OpticalFlow {
    @Override
    public String name() {
        return "steady";
    }

    @Override
    public FlowPairs between(Tensor frames) {
        Tensor forward = planes(frames);
        return new FlowPairs(forward.neg(), forward);
    }

    private Tensor planes(Tensor frames) {
        return TensorScope.compute(() -> {
            Tensor plane = torch.ones(frames.size(0) - 1, 1, frames.size(2), frames.size(3));
            return torch.cat(new TensorVector(plane.mul(new Scalar(right)), plane.mul(new Scalar(down))), 1);
        });
    }

    @Override
    public void close() {}
}
