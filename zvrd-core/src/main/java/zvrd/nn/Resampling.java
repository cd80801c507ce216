package zvrd.nn;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A change of side length without weights. */
enum Resampling {
    NONE,
    /** 2 × 2 means. */
    DOWN,
    /** Every position four times. */
    UP;

    Tensor apply(Tensor x) {
        return switch (this) {
            case NONE -> x;
            case DOWN -> torch.avg_pool2d(x, 2, 2);
            case UP ->
                torch.upsample_nearest2d(
                        x, new long[] {2 * x.size(2), 2 * x.size(3)}, new DoubleOptional(2.0), new DoubleOptional(2.0));
        };
    }
}
