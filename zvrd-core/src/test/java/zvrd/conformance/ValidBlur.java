package zvrd.conformance;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.degradation.DegradationOperator;
import zvrd.tensor.TensorScope;

/** GDP's blur, which keeps only what the whole kernel saw; separable, each row and column by {@code taps}. */
record ValidBlur(double... taps) implements DegradationOperator {
    private static final int FINE = 2000; // strips of the sum for a normal distribution's mass

    /** Roots of differences of the normal distribution over {@code count} cells of ±{@code nsig}, scaled to sum 1. */
    static ValidBlur gdp(int count, double nsig) {
        double[] taps = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            // edges are evenly spread over ±(nsig + interval/2)
            double interval = (2 * nsig + 1) / count;
            double edge = nsig + interval / 2;
            double width = 2 * edge / count;
            taps[k] = Math.sqrt(mass(-edge + k * width, -edge + (k + 1) * width));
            sum += taps[k];
        }
        for (int k = 0; k < count; k++) {
            taps[k] /= sum;
        }
        return new ValidBlur(taps);
    }

    private static double mass(double from, double to) {
        double sum = 0;
        for (int i = 0; i < FINE; i++) {
            double at = from + (i + 0.5) * (to - from) / FINE;
            sum += Math.exp(-at * at / 2);
        }
        return sum * (to - from);
    }

    @Override
    public String name() {
        return "valid blur";
    }

    @Override
    public Tensor forward(Tensor x) {
        return TensorScope.compute(() -> {
            Tensor rows = matrix(x.size(2));
            Tensor columns = matrix(x.size(3));
            return rows.matmul(x).matmul(columns.t());
        });
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return TensorScope.compute(() -> {
            Tensor rows = matrix(y.size(2) + taps.length - 1);
            Tensor columns = matrix(y.size(3) + taps.length - 1);
            return rows.t().matmul(y).matmul(columns);
        });
    }

    /** Any image of the right size: the published runs begin in noise. */
    @Override
    public Tensor pseudoInverse(Tensor y) {
        return adjoint(y);
    }

    private Tensor matrix(long side) { // [side - taps + 1, side]
        long seen = side - taps.length + 1;
        Tensor sum = torch.zeros(seen, side).to(ScalarType.Float);
        for (int k = 0; k < taps.length; k++) {
            sum.diagonal(k, 0, 1).narrow(0, 0, seen).add_(new org.bytedeco.pytorch.Scalar(taps[k]));
        }
        return sum;
    }
}
