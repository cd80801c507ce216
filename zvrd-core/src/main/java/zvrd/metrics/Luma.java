package zvrd.metrics;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** The luma of BT.601 in studio range, Y = 16 + 65.481 R + 128.553 G + 24.966 B for colours in [0, 1]: 16 to 235. */
public final class Luma {
    private static final float[] HALF_WEIGHTS = {65.481f / 2, 128.553f / 2, 24.966f / 2};
    private static final double AT_ZERO = 16 + (65.481 + 128.553 + 24.966) / 2;

    private Luma() {}

    /** The luma [N, 1, H, W] of images [N, 3, H, W] in [-1, 1], not rounded. */
    public static Tensor of(Tensor rgb) {
        return TensorScope.compute(() -> {
            Tensor weights = Tensors.of(HALF_WEIGHTS, 3, 1, 1).to(rgb.device(), rgb.scalar_type());
            return rgb.mul(weights)
                    .sum(new long[] {1}, true, new ScalarTypeOptional())
                    .add(new Scalar(AT_ZERO));
        });
    }
}
