package zvrd.metrics;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * The Fréchet distance of two sets of feature vectors, each taken for a normal distribution (arXiv:1706.08500, eq. 6):
 * |μ1 - μ2|² + tr(Σ1 + Σ2 - 2 √(Σ1 Σ2)), in double, with the covariances of samples (n - 1).
 *
 * <p>With the centred vectors as the rows of X, Σ = XᵀX / (n - 1), and tr √(Σ1 Σ2) is the sum of the singular values of
 * X1 X2ᵀ over √((n1 - 1)(n2 - 1)). No square root of a covariance is taken, so sets smaller than their vectors, whose
 * covariance is singular, do no harm. Distances compare only between sets of the same sizes all the same.
 */
public final class Frechet {
    private Frechet() {}

    /**
     * The distance, 0 for equal sets.
     *
     * @param features1 [n1, D], one vector a row; n1 at least 2
     * @param features2 [n2, D]
     */
    public static double distance(Tensor features1, Tensor features2) {
        requireSamples(features1, features2.size(1));
        requireSamples(features2, features1.size(1));
        try (var scope = new TensorScope()) {
            Tensor f1 = features1.to(ScalarType.Double);
            Tensor f2 = features2.to(ScalarType.Double);
            Tensor x1 = spread(f1);
            Tensor x2 = spread(f2);
            double means = mean(f1).sub(mean(f2)).square().sum().item_double();
            double traces = x1.square().sum().item_double() + x2.square().sum().item_double();
            double shared = torch.linalg_svdvals(x1.matmul(x2.t())).sum().item_double();
            return Math.max(0, means + traces - 2 * shared);
        }
    }

    /** X / √(n - 1), so that Σ = XᵀX; of many vectors the triangle R of X = Q R, which has the same Σ. */
    private static Tensor spread(Tensor features) {
        return TensorScope.compute(() -> {
            Tensor x = features.sub(mean(features)).div(new Scalar(Math.sqrt(features.size(0) - 1)));
            return x.size(0) > x.size(1) ? new Tensor(torch.linalg_qr(x, "r").get1()) : x; // get1() lives in its pair
        });
    }

    private static Tensor mean(Tensor features) {
        return features.mean(new long[] {0}, true, null);
    }

    private static void requireSamples(Tensor features, long dimensions) {
        if (features.dim() != 2 || features.size(0) < 2 || features.size(1) != dimensions) {
            throw new IllegalArgumentException("features must be [2 or more, %d], got %s"
                    .formatted(dimensions, Arrays.toString(Tensors.shape(features))));
        }
    }
}
