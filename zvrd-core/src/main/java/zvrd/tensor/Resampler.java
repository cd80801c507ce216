package zvrd.tensor;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Resizing of images as a product with one matrix per direction, R_h X R_wᵀ, in the conventions of the programs whose
 * results are compared with. Pixel centres lie at half coordinates throughout.
 *
 * @param filter the interpolation kernel
 * @param antialias whether the kernel is stretched when the image shrinks
 * @param border what is taken for pixels outside the image
 */
public record Resampler(Filter filter, boolean antialias, Border border) {
    /** MATLAB's imresize, as in DPS and most super-resolution data sets. */
    public static final Resampler MATLAB_BICUBIC = new Resampler(Filter.CUBIC, true, Border.MIRROR);

    /** Pillow's resize, and PyTorch's with antialiasing. */
    public static final Resampler PILLOW_BICUBIC = new Resampler(Filter.CUBIC, true, Border.NONE);

    /** Lanczos with three lobes, antialiased: how a clip is brought to another size where it is only to be looked at or measured. */
    public static final Resampler LANCZOS = new Resampler(Filter.LANCZOS3, true, Border.NONE);

    /** PyTorch's bicubic interpolation without antialiasing. */
    public static final Resampler TORCH_BICUBIC = new Resampler(Filter.SHARP_CUBIC, false, Border.CLAMP);

    /** Interpolation kernels. */
    public enum Filter {
        /** The triangle. */
        LINEAR(1, Resampler::triangle),
        /** The cubic convolution of Keys (1981), a = -0.5. */
        CUBIC(2, x -> cubic(x, -0.5)),
        /** The same with a = -0.75, as in OpenCV and PyTorch. */
        SHARP_CUBIC(2, x -> cubic(x, -0.75)),
        /** The sinc windowed by its own main lobe, three zeros wide. */
        LANCZOS3(3, Resampler::lanczos3),
        /** The plain mean of every pixel that the new one touches; knows no antialiasing or border. */
        AREA(0, x -> 1);

        private final int support;
        private final DoubleUnaryOperator kernel;

        Filter(int support, DoubleUnaryOperator kernel) {
            this.support = support;
            this.kernel = kernel;
        }
    }

    /** What lies outside the image. */
    public enum Border {
        /** The image mirrored at its edge: dcba|abcd|dcba. */
        MIRROR,
        /** The outermost pixel again. */
        CLAMP,
        /** Nothing: weights inside are scaled to sum 1. */
        NONE
    }

    /** {@code x} [N, C, H, W] resized to {@code height} × {@code width}, not clamped. */
    public Tensor resize(Tensor x, int height, int width) {
        double down = (double) height / x.size(2);
        double across = (double) width / x.size(3);
        return TensorScope.compute(() -> resized(x, height, down, width, across));
    }

    /** {@code x} resized by {@code scale} exactly, to sides rounded up and centred on the image. */
    public Tensor scale(Tensor x, double scale) {
        int height = (int) Math.ceil(x.size(2) * scale);
        int width = (int) Math.ceil(x.size(3) * scale);
        return TensorScope.compute(() -> resized(x, height, scale, width, scale));
    }

    private Tensor resized(Tensor x, int height, double down, int width, double across) {
        int h = (int) x.size(2);
        int w = (int) x.size(3);
        Tensor rows = Tensors.of(matrix(h, height, down), height, h).to(x.device(), x.scalar_type());
        Tensor columns = Tensors.of(matrix(w, width, across), width, w).to(x.device(), x.scalar_type());
        return rows.matmul(x.matmul(columns.t()));
    }

    /** The weights [out, in] of one direction. */
    private float[] matrix(int in, int out, double scale) {
        float[] matrix = new float[out * in];
        double stretch = antialias && scale < 1 ? 1 / scale : 1;
        for (int o = 0; o < out; o++) {
            double centre = (o + 0.5 - (out - in * scale) / 2) / scale; // rounded-up sides keep the middle
            int from = (int) Math.floor(centre - filter.support * stretch + 0.5);
            int to = (int) Math.floor(centre + filter.support * stretch + 0.5);
            if (filter == Filter.AREA) {
                from = (int) ((long) o * in / out);
                to = (int) (((long) (o + 1) * in + out - 1) / out);
            }
            if (border == Border.NONE) {
                from = Math.max(0, from);
                to = Math.min(in, to);
            }
            double[] taps = new double[to - from];
            double sum = 0;
            for (int i = from; i < to; i++) {
                taps[i - from] = filter.kernel.applyAsDouble((i + 0.5 - centre) / stretch);
                sum += taps[i - from];
            }
            for (int i = from; i < to; i++) {
                matrix[o * in + inside(i, in)] += (float) (taps[i - from] / sum);
            }
        }
        return matrix;
    }

    private int inside(int position, int n) {
        if (border == Border.MIRROR) {
            int p = Math.floorMod(position, 2 * n);
            return p < n ? p : 2 * n - 1 - p;
        }
        return Math.max(0, Math.min(n - 1, position));
    }

    private static double triangle(double x) {
        return Math.max(0, 1 - Math.abs(x));
    }

    private static double cubic(double x, double a) {
        double d = Math.abs(x);
        if (d <= 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }

    private static double lanczos3(double x) {
        double d = Math.PI * Math.abs(x);
        if (d == 0) {
            return 1;
        }
        return d < 3 * Math.PI ? 3 * Math.sin(d) * Math.sin(d / 3) / (d * d) : 0;
    }
}
