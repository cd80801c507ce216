package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * The change of the error along the motion: the warping error of restored - reference. Ours: unlike the warping error it
 * does not reward blur, as what the reference itself changes is no part of it, and 0 is reached by the reference alone
 * and by errors that move with the picture.
 */
public final class Flicker implements PairMetric {
    @Override
    public String name() {
        return "flicker";
    }

    @Override
    public String convention() {
        return "the warping error of restored - reference, times 100";
    }

    @Override
    public double shownTimes() {
        return 100;
    }

    @Override
    public double of(FramePair restored, FramePair reference) {
        Levels.requireSameShape(restored.frames(), reference.frames());
        try (var scope = new TensorScope()) {
            Tensor errors = WarpingError.unit(restored.frames()).sub(WarpingError.unit(reference.frames()));
            return WarpingError.between(errors.narrow(0, 0, 1), errors.narrow(0, 1, 1), reference.motion());
        }
    }
}
