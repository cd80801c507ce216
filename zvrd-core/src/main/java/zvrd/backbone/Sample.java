package zvrd.backbone;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What survives from one move to the next.
 *
 * @param xt the sample at the level the last move went to, [N, 3, H, W]; the restored image at level -1
 * @param x0 the clean image last believed in, guided but not yet pulled to the measurement, shaped as {@code xt}; null
 *     before the first move
 * @param learned what a blind restorer has found out about the degradation, in an order of its own; empty before the first
 *     move, and where the degradation is known
 */
public record Sample(Tensor xt, @Nullable Tensor x0, List<Tensor> learned) {
    public Sample {
        learned = List.copyOf(learned);
    }

    /** Of a known degradation. */
    public Sample(Tensor xt, @Nullable Tensor x0) {
        this(xt, x0, List.of());
    }
}
