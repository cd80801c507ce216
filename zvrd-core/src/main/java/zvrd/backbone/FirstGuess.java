package zvrd.backbone;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.degradation.Measurement;
import zvrd.tensor.TensorScope;

/**
 * Where a restoration begins when it does not begin with noise (ours): A⁺y, and in the directions the measurement says
 * nothing about the measured frame itself, brought to the size of the image. A grid of ×4 blocks becomes a bicubic
 * enlargement with the right means.
 */
final class FirstGuess {
    private static final double SPREAD = 0.1; // of the enlarged frame around the truth, on the [-1, 1] scale

    private FirstGuess() {}

    /** An image [N, 3, H, W] that explains {@code m}, exactly if the measurement is exact. */
    static Tensor of(Measurement m) {
        return TensorScope.compute(() -> {
            Tensor smooth = enlarged(m.y(), m.operator().pseudoInverse(m.y()));
            double rho = m.sigma() * m.sigma() / (SPREAD * SPREAD);
            return m.sigma() == 0 ? DataStep.project(m, smooth) : DataStep.proximal(m, smooth, rho);
        });
    }

    /** {@code y} in the shape of {@code image}; {@code image} itself where y is not made of pixels. */
    private static Tensor enlarged(Tensor y, Tensor image) {
        long[] small = y.shape();
        long[] large = image.shape();
        if (small.length != 4 || (small[1] != 1 && small[1] != large[1])) {
            return image;
        }
        Tensor frame = y.expand(small[0], large[1], small[2], small[3]);
        return small[2] == large[2] && small[3] == large[3]
                ? frame
                : torch.upsample_bicubic2d(
                        frame, new long[] {large[2], large[3]}, false, new DoubleOptional(), new DoubleOptional());
    }
}
