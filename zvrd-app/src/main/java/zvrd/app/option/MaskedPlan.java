package zvrd.app.option;

import java.util.function.Function;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Inpainting;
import zvrd.media.VideoInfo;
import zvrd.restore.OperatorPlan;

/**
 * Another mask for every frame.
 *
 * @param masks which pixels of the recorded frame are lost
 * @param behind what else happened, before the pixels were lost
 */
record MaskedPlan(MaskSource masks, Function<Inpainting, DegradationOperator> behind) implements OperatorPlan {
    @Override
    public DegradationOperator forFrame(int frame, int height, int width) {
        return behind.apply(new Inpainting(masks.of(frame, height, width)));
    }

    @Override
    public void requireFits(VideoInfo clip) {
        masks.requireFits(clip);
    }
}
