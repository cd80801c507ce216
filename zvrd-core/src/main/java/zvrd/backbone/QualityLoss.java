package zvrd.backbone;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;

/**
 * What GDP (arXiv:2304.01247, section 3.4, after Zero-DCE) holds to be a good picture: the gradients of its losses, each
 * image by itself, times the number of pixels, so that a weight means the same for frames of any size.
 */
final class QualityLoss {
    private static final int BLOCK = 8;
    private static final double WELL_LIT = 0.3; // of the [-1, 1] scale, as published
    private static final long[] PLANE = {2, 3};

    private QualityLoss() {}

    /**
     * Of L_color = √(D_rg² + D_rb² + D_gb²), D_ab = (m_a - m_b)² of the means m of two colours of {@code x} [N, 3, H, W]:
     * [N, 3, 1, 1]. An image without a cast has the gradient 0.
     */
    static Tensor colour(Tensor x) {
        return TensorScope.compute(() -> {
            Tensor m = x.mean(PLANE, true, null); // [N, 3, 1, 1]
            Tensor differences = m.sub(m.transpose(1, 2)); // [N, a, b, 1] = m_a - m_b
            Tensor cubes = differences.pow(new Scalar(3)).sum(new long[] {2}, true, null);
            Tensor fourths = differences.pow(new Scalar(4)).sum(new long[] {1, 2}, true, null); // each pair twice
            Tensor loss = fourths.mul(new Scalar(0.5)).sqrt();
            return cubes.mul(new Scalar(2.0)).div(loss.clamp_min(new Scalar(Float.MIN_NORMAL)));
        });
    }

    /**
     * Of L_exp, the mean of (v - 0.3)² over the lights v of 8 × 8 blocks, v being the mean of the three colours: [N, 1, H, W].
     * Pixels beyond the last whole block go with it.
     */
    static Tensor exposure(Tensor x) {
        return TensorScope.compute(() -> {
            Tensor light = x.mean(new long[] {1}, true, null);
            int block = (int) Math.min(BLOCK, Math.min(x.size(2), x.size(3)));
            Tensor v = torch.avg_pool2d(light, block);
            Tensor rows = blocks(x.size(2), block, v.size(2));
            Tensor columns = blocks(x.size(3), block, v.size(3));
            return v.sub(new Scalar(WELL_LIT))
                    .mul(new Scalar(2.0 / x.size(1)))
                    .index_select(2, rows)
                    .index_select(3, columns);
        });
    }

    /** Of L_TV, twice the sum of the mean squares of the differences between neighbours in {@code map} [N, 1, H, W]. */
    static Tensor smoothness(Tensor map) {
        return TensorScope.compute(() -> {
            Tensor gradient = torch.zeros_like(map);
            for (int side = 2; side <= 3; side++) {
                long n = map.size(side) - 1;
                if (n > 0) {
                    double weight = 4.0 * map.size(side) / n; // 2 of the loss, 2 of the square, H·W over the count
                    Tensor step =
                            map.narrow(side, 1, n).sub(map.narrow(side, 0, n)).mul(new Scalar(weight));
                    gradient.narrow(side, 1, n).add_(step);
                    gradient.narrow(side, 0, n).sub_(step);
                }
            }
            return gradient;
        });
    }

    /** The block of each pixel of a side. */
    private static Tensor blocks(long pixels, int block, long count) {
        return torch.arange(new Scalar((double) pixels))
                .div(new Scalar((double) block))
                .floor()
                .clamp_max(new Scalar(count - 1.0))
                .to(ScalarType.Long);
    }
}
