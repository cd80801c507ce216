package zvrd.degradation;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** An operator whose singular value decomposition A = U diag(s) Vᵀ is known and cheap to apply. */
public interface SpectralOperator extends DegradationOperator {
    /**
     * V diag(gain(s_i)) Vᵀ x over the full basis of right singular vectors; directions that A loses have s = 0.
     * So s → 1 returns x, s → s² is AᵀA, and s → s > 0 ? 1 : 0 is A⁺A. {@code gain} may be called many or few times.
     */
    Tensor filter(Tensor x, DoubleUnaryOperator gain);
}
