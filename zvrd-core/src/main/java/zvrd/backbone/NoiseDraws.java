package zvrd.backbone;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.NoiseStream;

/** Where a backbone's random numbers come from; the same question always has the same answer. */
@FunctionalInterface
public interface NoiseDraws {
    /**
     * Standard normal numbers, in the caller's scope.
     *
     * @param stream what they are for
     * @param draw index in the executed schedule, so that a level visited twice draws anew
     * @param shape [N, C, H, W], one frame per batch entry
     */
    Tensor draw(NoiseStream stream, int draw, long... shape);
}
