package zvrd.backbone;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.degradation.Measurement;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

/**
 * Where a restoration begins when it does not begin with noise (ours): A⁺y, and in the directions the measurement says
 * nothing about the measured frame itself, brought to the size of the image. A grid of ×4 blocks becomes a bicubic
 * enlargement with the right means; a hole is filled with the colours around it.
 */
final class FirstGuess {
    private static final double SPREAD = 0.1; // of that frame around the truth, on the [-1, 1] scale

    /** Of A⁺A 1 in a pixel that A sees: far below what luma makes of blue, and above rounding. */
    private static final double SEEN = 0.01;

    private FirstGuess() {}

    /** An image [N, 3, H, W] that explains {@code m}, exactly if the measurement is exact. */
    static Tensor of(Measurement m) {
        return TensorScope.compute(() -> {
            Tensor smooth = enlarged(m.y(), m.operator().pseudoInverse(m.y()));
            Tensor whole = filled(m, smooth);
            double rho = m.sigma() * m.sigma() / (SPREAD * SPREAD);
            return m.sigma() == 0 ? DataStep.project(m, whole) : DataStep.proximal(m, whole, rho);
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
                : Resampler.PILLOW_BICUBIC.resize(frame, (int) large[2], (int) large[3]);
    }

    /** The frame with the pixels of which A sees nothing, A⁺A 1 = 0 there, taken from ever coarser means around them. */
    private static Tensor filled(Measurement m, Tensor frame) {
        return TensorScope.compute(() -> {
            Tensor one = torch.ones_like(frame);
            Tensor seen = m.operator()
                    .pseudoInverse(m.operator().forward(one))
                    .gt(new Scalar(SEEN))
                    .to(frame.scalar_type());
            return coarseToFine(frame.mul(seen), seen);
        });
    }

    /** Means of the pixels where {@code weight} is positive, {@code sum} being weighted already. */
    private static Tensor coarseToFine(Tensor sum, Tensor weight) {
        boolean complete = weight.min().item_double() > 0;
        boolean tiny = sum.size(2) < 2 || sum.size(3) < 2;
        Tensor mean = sum.div(weight.add(new Scalar(Float.MIN_NORMAL)));
        if (complete || tiny) {
            return mean;
        }
        return TensorScope.compute(() -> {
            Tensor coarse = coarseToFine(torch.avg_pool2d(sum, 2), torch.avg_pool2d(weight, 2));
            Tensor around = Resampler.PILLOW_BICUBIC.resize(coarse, (int) sum.size(2), (int) sum.size(3));
            return torch.where(weight.gt(new Scalar(0.0)), mean, around);
        });
    }
}
