package zvrd.backbone;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What survives from one move to the next.
 *
 * @param xt the sample at the level the last move went to, [N, 3, H, W]; the restored image at level -1
 * @param x0 the clean image last believed in, guided but not yet pulled to the measurement, shaped as {@code xt}; null
 *     before the first move
 */
public record Sample(Tensor xt, @Nullable Tensor x0) {}
