package zvrd.diffusion;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * What a diffusion network says about x_t.
 *
 * @param epsilon the noise ε in x_t = √ᾱ_t x_0 + √(1-ᾱ_t) ε, [N, 3, H, W]
 * @param variance the raw channels v of a learned variance range (improved DDPM, arXiv:2102.09672, eq. 15), about
 *     -1 … 1, [N, 3, H, W]; null where the network learned none
 * @param pullback how ε turns with x_t
 */
public record Prediction(Tensor epsilon, @Nullable Tensor variance, Pullback pullback) {
    /** An answer through which no gradient is asked for. */
    public Prediction(Tensor epsilon, @Nullable Tensor variance) {
        this(epsilon, variance, Pullback.none());
    }

    /** Both, one after the other: [N, 3, H, W], or 6 channels where the variance was learned. */
    public Tensor channels() {
        return variance == null ? epsilon : torch.cat(new TensorVector(epsilon, variance), 1);
    }
}
