package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import zvrd.motion.FlowWarp;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Where a frame and the next one, warped onto it, differ: the warping error of Lai et al. before its mean is taken.
 *
 * @param width pixels a row
 * @param height rows
 * @param change mean squared difference of the three channels on [0, 1] of each pixel, row after row; NaN where it is not visible
 */
@SuppressWarnings("ArrayRecordComponent") // a map is handed over, never compared
public record WarpingErrorMap(int width, int height, float[] change) {
    /** Of {@code frames} [2, 3, H, W] in [-1, 1], rounded to 8 bit, on the grid of the earlier one. */
    public static WarpingErrorMap of(Tensor frames, ReferenceMotion motion) {
        try (var scope = new TensorScope()) {
            Tensor unit = WarpingError.unit(frames);
            Tensor later = FlowWarp.warp(unit.narrow(0, 1, 1), motion.flow());
            float[] change =
                    Tensors.toFloats(later.sub(unit.narrow(0, 0, 1)).square().mean(new long[] {1}, true, null));
            float[] visible = Tensors.toFloats(motion.visible());
            for (int p = 0; p < change.length; p++) {
                change[p] = visible[p] > 0 ? change[p] : Float.NaN;
            }
            return new WarpingErrorMap((int) frames.size(3), (int) frames.size(2), change);
        }
    }

    /** The mean over the visible pixels, which is the warping error; with no pixel visible, 0. */
    public double mean() {
        double sum = 0;
        int seen = 0;
        for (float value : change) {
            if (!Float.isNaN(value)) {
                sum += value;
                seen++;
            }
        }
        return seen == 0 ? 0 : sum / seen;
    }
}
