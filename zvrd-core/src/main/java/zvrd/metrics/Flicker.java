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
    public double of(Tensor restored, Tensor reference, ReferenceMotion motion) {
        Levels.requireSameShape(restored, reference);
        try (var scope = new TensorScope()) {
            Tensor errors = WarpingError.unit(restored).sub(WarpingError.unit(reference));
            return WarpingError.between(errors.narrow(0, 0, 1), errors.narrow(0, 1, 1), motion);
        }
    }
}
