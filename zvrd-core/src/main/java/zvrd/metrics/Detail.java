package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * How much fine structure a restored frame has, as a share of its reference's: mean squared forward differences of BT.601
 * luma, restored over reference. 1 is right, less is blurred, more is noisy. Ours; the paper has no such measure.
 */
public final class Detail implements FrameMetric {
    @Override
    public String name() {
        return "detail";
    }

    @Override
    public String convention() {
        return "mean squared forward differences of BT.601 luma, restored over reference; noise and invented texture"
                + " raise it too; frames of one colour are left out";
    }

    @Override
    public double of(Tensor restored, Tensor reference) {
        Levels.requireSameShape(restored, reference);
        return roughness(restored) / roughness(reference);
    }

    /** The mean squared difference to the right neighbour plus that to the lower one, of frames rounded to 8 bit. */
    static double roughness(Tensor x) {
        try (var scope = new TensorScope()) {
            Tensor luma = Luma.of(Levels.rounded(x));
            return meanSquaredDifference(luma, 2) + meanSquaredDifference(luma, 3);
        }
    }

    private static double meanSquaredDifference(Tensor luma, int dim) {
        long n = luma.size(dim) - 1;
        return luma.narrow(dim, 1, n)
                .sub(luma.narrow(dim, 0, n))
                .square()
                .mean()
                .item_double();
    }
}
