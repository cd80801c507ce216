package zvrd.degradation;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** An operator all of whose non-zero singular values are the same, so that A⁺ = Aᵀ / s² and P = A⁺A is its whole spectrum. */
public interface UniformOperator extends SpectralOperator {
    /** The one non-zero singular value s. */
    double singularValue();

    /** Whether every y is A of some x, so that A A⁺ = 1; true unless measurements themselves are missing. */
    boolean onto();

    @Override
    default Tensor filter(Tensor x, DoubleUnaryOperator gain) {
        double lost = gain.applyAsDouble(0.0);
        double measured = gain.applyAsDouble(singularValue());
        return TensorScope.compute(
                () -> { // gain(0) (x - Px) + gain(s) Px
                    Tensor px = pseudoInverse(forward(x));
                    return x.mul(new Scalar(lost)).add(px.mul(new Scalar(measured - lost)));
                });
    }
}
