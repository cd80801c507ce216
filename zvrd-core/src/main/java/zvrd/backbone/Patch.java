package zvrd.backbone;

import org.bytedeco.pytorch.Tensor;
import zvrd.diffusion.Prediction;

/**
 * What the network said of one part of the frames.
 *
 * @param top first row
 * @param left first column
 * @param prediction of [N, 3, h, w] pixels from there on
 */
public record Patch(int top, int left, Prediction prediction) {
    /** What {@code whole} [N, C, H, W] is in this patch; a view. */
    Tensor of(Tensor whole) {
        return whole.narrow(2, top, prediction.epsilon().size(2))
                .narrow(3, left, prediction.epsilon().size(3));
    }
}
