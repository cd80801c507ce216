package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * A blur before another degradation, A = D B, such as a lens before the pixels that sum up its light. Its spectrum is not
 * known: A⁺ is found by least squares.
 */
public record Blurred(Blur blur, DegradationOperator then) implements DegradationOperator {
    @Override
    public String name() {
        return blur.name() + " + " + then.name();
    }

    @Override
    public Tensor forward(Tensor x) {
        return TensorScope.compute(() -> then.forward(blur.forward(x)));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return TensorScope.compute(() -> blur.adjoint(then.adjoint(y)));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return LeastSquares.smallest(this, y);
    }

    @Override
    public int scale() {
        return then.scale();
    }

    @Override
    public int alignment() {
        return then.alignment();
    }
}
