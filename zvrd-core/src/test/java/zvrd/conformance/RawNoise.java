package zvrd.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.SpectralOperator;

/**
 * An operator as the code of DDNM+ filters noise with it: noise counts as coefficients already, so that V diag(d) z stands
 * where the formula has V diag(d) Vᵀ z. The same filter then meets V z. Everything else is the operator's own.
 */
final class RawNoise implements SpectralOperator {
    private final SpectralOperator inner;
    private final UnaryOperator<Tensor> v;
    private final List<Tensor> raw = new ArrayList<>();

    /** {@code v} multiplies coefficients by V. */
    RawNoise(SpectralOperator inner, UnaryOperator<Tensor> v) {
        this.inner = inner;
        this.v = v;
    }

    /** Says that this very tensor is noise; hands it back. */
    Tensor noise(Tensor z) {
        raw.add(z);
        return z;
    }

    @Override
    public Tensor filter(Tensor x, DoubleUnaryOperator gain) {
        boolean noise = raw.stream().anyMatch(z -> z == x);
        return inner.filter(noise ? v.apply(x) : x, gain);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Tensor forward(Tensor x) {
        return inner.forward(x);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return inner.adjoint(y);
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return inner.pseudoInverse(y);
    }
}
