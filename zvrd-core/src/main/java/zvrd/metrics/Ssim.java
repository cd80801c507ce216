package zvrd.metrics;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/**
 * Structural similarity (Wang et al. 2004) of frames rounded to 8 bit, with K1 = 0.01, K2 = 0.03 and the peak 255, over
 * the windows that lie in the frame: 1 where they are equal. The field uses two kinds, whose values do not compare.
 */
public final class Ssim implements FrameMetric {
    /** The kind of GDP's script and so of the paper: scikit-image's default, on 8-bit grey; colours do not count. */
    public static final Ssim GREY = new Ssim(
            "ssim", "grey 0.299 R + 0.587 G + 0.114 B at whole levels", Window.UNIFORM, x -> grey(Levels.of(x)));

    /** The kind of MATLAB and BasicSR, on the luma of BT.601 in studio range, which is not rounded. */
    public static final Ssim LUMA = new Ssim(
            "ssim_y", "BT.601 luma of 16 to 235, not rounded", Window.GAUSSIAN, x -> Luma.of(Levels.rounded(x)));

    /** The kind of MATLAB and BasicSR, mean of red, green and blue. */
    public static final Ssim RGB = new Ssim("ssim_rgb", "red, green and blue", Window.GAUSSIAN, Levels::of);

    /** scikit-image's default, mean of red, green and blue. */
    public static final Ssim RGB_UNIFORM =
            new Ssim("ssim_rgb_uniform", "red, green and blue", Window.UNIFORM, Levels::of);

    private static final double C1 = Math.pow(0.01 * Levels.PEAK, 2);
    private static final double C2 = Math.pow(0.03 * Levels.PEAK, 2);

    private final String name;
    private final String planes;
    private final Window window;
    private final UnaryOperator<Tensor> levels; // what is compared, [1, C, H, W] in units of 8-bit levels

    private Ssim(String name, String planes, Window window, UnaryOperator<Tensor> levels) {
        this.name = name;
        this.planes = planes;
        this.window = window;
        this.levels = levels;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String convention() {
        return "mean over " + planes + "; " + window.convention + "; whole windows only, K 0.01 and 0.03, peak 255";
    }

    /** The mean of {@link #map}; NaN where the frame is smaller than the window. */
    @Override
    public double of(Tensor restored, Tensor reference) {
        Levels.requireSameShape(restored, reference);
        if (Math.min(restored.size(2), restored.size(3)) < window.side()) {
            return Double.NaN;
        }
        try (var scope = new TensorScope()) {
            return map(restored, reference).mean().item_double();
        }
    }

    /** The similarity around each place a whole window fits: [1, C, H - side + 1, W - side + 1], in double. */
    public Tensor map(Tensor restored, Tensor reference) {
        Levels.requireSameShape(restored, reference);
        return TensorScope.compute(() -> {
            Tensor x = levels.apply(restored);
            Tensor y = levels.apply(reference);
            Tensor moments = torch.cat(new TensorVector(x, y, x.square(), y.square(), x.mul(y)), 0);
            TensorVector means = window.means(window.means(moments, 2), 3).chunk(5, 0);
            return similarity(means.get(0), means.get(1), means.get(2), means.get(3), means.get(4));
        });
    }

    /** (2 μx μy + C1) (2 σxy + C2) / ((μx² + μy² + C1) (σx² + σy² + C2)), from the means of x, y, x², y² and x y. */
    private Tensor similarity(Tensor mx, Tensor my, Tensor mxx, Tensor myy, Tensor mxy) {
        Tensor squares = mx.square().add(my.square());
        Tensor product = mx.mul(my);
        var unbiased = new Scalar(window.bias);
        Tensor variances = mxx.add(myy).sub(squares).mul(unbiased);
        Tensor covariance = mxy.sub(product).mul(unbiased);
        Tensor alike = twicePlus(product, C1).mul(twicePlus(covariance, C2));
        return alike.div(squares.add(new Scalar(C1)).mul(variances.add(new Scalar(C2))));
    }

    private static Tensor twicePlus(Tensor x, double c) {
        return x.mul(new Scalar(2.0)).add(new Scalar(c));
    }

    /** 0.299 R + 0.587 G + 0.114 B of whole levels, rounded to whole levels; summed in this order, which decides ties. */
    private static Tensor grey(Tensor rgb) {
        Tensor red = rgb.narrow(1, 0, 1).mul(new Scalar(0.299));
        Tensor green = rgb.narrow(1, 1, 1).mul(new Scalar(0.587));
        Tensor blue = rgb.narrow(1, 2, 1).mul(new Scalar(0.114));
        return red.add(green).add(blue).round();
    }

    /** What a value is the mean of: the weights of one direction, and what makes a variance of its mean square. */
    private enum Window {
        /** 7 × 7 equal weights, with the covariance of a sample: n / (n - 1). */
        UNIFORM(
                IntStream.range(0, 7).mapToDouble(i -> 1 / 7.0).toArray(),
                49 / 48.0,
                "7x7 equal weights, sample covariance (scikit-image's default, as GDP)"),
        /** 11 × 11 of a Gaussian of σ = 1.5, with the covariance of a population. */
        GAUSSIAN(gaussian(11, 1.5), 1, "11x11 Gaussian weights of sigma 1.5, population covariance (MATLAB, BasicSR)");

        private final double[] weights;
        private final double bias;
        private final String convention;

        Window(double[] weights, double bias, String convention) {
            this.weights = weights;
            this.bias = bias;
            this.convention = convention;
        }

        int side() {
            return weights.length;
        }

        /** Weighted means along {@code dim}, which loses side - 1 places. */
        Tensor means(Tensor x, int dim) {
            long places = x.size(dim) - weights.length + 1;
            return TensorScope.compute(() -> {
                Tensor sum = x.narrow(dim, 0, places).mul(new Scalar(weights[0]));
                for (int i = 1; i < weights.length; i++) {
                    sum.add_(x.narrow(dim, i, places), new Scalar(weights[i]));
                }
                return sum;
            });
        }

        private static double[] gaussian(int side, double sigma) {
            double[] weights = IntStream.range(0, side)
                    .mapToDouble(i -> Math.exp(-0.5 * Math.pow((i - side / 2) / sigma, 2)))
                    .toArray();
            double sum = Arrays.stream(weights).sum();
            return Arrays.stream(weights).map(w -> w / sum).toArray();
        }
    }
}
