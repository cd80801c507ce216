package zvrd.temporal;

import org.bytedeco.pytorch.Tensor;

/**
 * What a window's frames lose by disagreeing.
 *
 * @param value summed over the pairs of neighbours; at least 0
 * @param gradient of it in every frame, [N, 3, H, W]
 */
public record Loss(double value, Tensor gradient) {}
