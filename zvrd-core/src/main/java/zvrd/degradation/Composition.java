package zvrd.degradation;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * One degradation after another: A = B G. Offered only where G reaches every measurement with one singular value (means
 * of blocks, gray, identity), so that G Gᵀ = s² and the whole spectrum of A is s times that of B: A⁺ = G⁺B⁺ and all laws
 * hold. Other pairs have no such A⁺ (B⁺ after G⁺ would break A A⁺ A = A); often the factors can be exchanged instead, as
 * gray commutes with everything that treats colours alike.
 */
public record Composition(UniformOperator first, SpectralOperator then) implements SpectralOperator {
    /**
     * @param first G, which x meets first
     * @param then B
     * @throws IllegalArgumentException if {@code first} loses measurements, such as a mask
     */
    public Composition {
        if (!first.onto()) {
            throw new IllegalArgumentException("%s after %s has no pseudo-inverse that keeps A A⁺ A = A; put %s last"
                    .formatted(then.name(), first.name(), first.name()));
        }
    }

    @Override
    public String name() {
        return first.name() + " + " + then.name();
    }

    @Override
    public Tensor forward(Tensor x) {
        return TensorScope.compute(() -> then.forward(first.forward(x)));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return TensorScope.compute(() -> first.adjoint(then.adjoint(y)));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return TensorScope.compute(() -> first.pseudoInverse(then.pseudoInverse(y)));
    }

    @Override
    public Tensor recorded(Tensor frame) {
        return TensorScope.compute(() -> then.recorded(first.recorded(frame)));
    }

    @Override
    public Tensor filter(Tensor x, DoubleUnaryOperator gain) { // gain(0) (x - G⁺G x) + G⁺ filter_B(G x)
        double lost = gain.applyAsDouble(0.0);
        double s = first.singularValue();
        return TensorScope.compute(() -> {
            Tensor seen = first.forward(x);
            Tensor filtered = then.filter(seen, t -> gain.applyAsDouble(s * t) - lost);
            return x.mul(new Scalar(lost)).add(first.pseudoInverse(filtered));
        });
    }

    @Override
    public Tensor observe(Tensor x) {
        return TensorScope.compute(() -> then.observe(first.observe(x)));
    }

    @Override
    public int scale() {
        return first.scale() * then.scale();
    }

    @Override
    public int alignment() { // first wants multiples of a, and its output must suit the next
        int a = first.alignment();
        int b = first.scale() * then.alignment();
        return a / gcd(a, b) * b;
    }

    @Override
    public int margin() {
        return first.scale() * then.margin();
    }

    @Override
    public Tensor extend(Tensor y) {
        return then.extend(y);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
