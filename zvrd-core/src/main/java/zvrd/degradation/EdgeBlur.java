package zvrd.degradation;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * How far light was spread before it was sampled, told from the sharpest edges of a picture (ours). Seen along a row or
 * column, the steps of an edge have a spread of their own: none where it falls between two pixels, growing with the blur. Few
 * pictures are without sharp edges, so a low quantile of all spreads says what the blur did.
 */
public final class EdgeBlur {
    private static final double LEAST_CONTRAST = 0.2; // of an edge, on the [-1, 1] scale
    private static final double NOISES = 8; // that an edge is above the noise
    private static final int LONGEST = 8; // pixels of an edge
    private static final double FROM = 0.1; // of the spreads, in order
    private static final double TO = 0.4;
    private static final int FEWEST = 50; // edges that say something

    /** Means of those spreads of photographs that were blurred by σ and then sampled in means over 4 × 4, against σ/4. */
    private static final double[] SPREADS = {0.08, 0.14, 0.185, 0.22, 0.245, 0.33};

    private static final double[] SIGMAS = {0, 0.2, 0.3, 0.4, 0.5, 0.625};

    private EdgeBlur() {}

    /**
     * The standard deviation, in pixels of {@code y}, of the Gaussian blur before the pixels of {@code y} were summed up; 0 … 0.625,
     * and 0 where there are too few edges to tell.
     *
     * @param y [N, C, H, W] on [-1, 1], the frames of one clip
     * @param noise standard deviation on that scale
     */
    public static double of(Tensor y, double noise) {
        List<Double> spreads = new ArrayList<>();
        double contrast = Math.max(LEAST_CONTRAST, NOISES * noise);
        int height = (int) y.size(2);
        int width = (int) y.size(3);
        float[] light = lights(y);
        for (int line = 0; line < light.length / width; line++) {
            collect(light, line * width, 1, width, contrast, spreads);
        }
        for (int frame = 0; frame < y.size(0); frame++) {
            for (int column = 0; column < width; column++) {
                collect(light, frame * height * width + column, width, height, contrast, spreads);
            }
        }
        return spreads.size() < FEWEST ? 0 : sigma(sharpest(spreads));
    }

    private static float[] lights(Tensor y) {
        try (var scope = new TensorScope()) {
            return Tensors.toFloats(y.mean(new long[] {1}, true, null));
        }
    }

    /** The spreads of the edges along one line of pixels. */
    private static void collect(
            float[] light, int first, int stride, int count, double contrast, List<Double> spreads) {
        int from = 0;
        while (from < count - 1) {
            double sign = Math.signum(step(light, first, stride, from));
            int to = from + 1;
            while (to < count - 1 && sign != 0 && Math.signum(step(light, first, stride, to)) == sign) {
                to++;
            }
            double height = light[first + to * stride] - light[first + from * stride];
            if (Math.abs(height) >= contrast && to - from <= LONGEST) {
                spreads.add(spread(light, first, stride, from, to, height));
            }
            from = to;
        }
    }

    /** The variance of where the steps from {@code from} to {@code to} are, each counting by its height. */
    private static double spread(float[] light, int first, int stride, int from, int to, double height) {
        double mean = 0;
        double square = 0;
        for (int i = from; i < to; i++) {
            double share = step(light, first, stride, i) / height;
            mean += share * (i - from);
            square += share * (i - from) * (i - from);
        }
        return square - mean * mean;
    }

    private static double step(float[] light, int first, int stride, int i) {
        return light[first + (i + 1) * stride] - light[first + i * stride];
    }

    private static double sharpest(List<Double> spreads) {
        return spreads.stream()
                .sorted()
                .skip((long) (FROM * spreads.size()))
                .limit((long) ((TO - FROM) * spreads.size()))
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    private static double sigma(double spread) {
        if (spread <= SPREADS[0]) {
            return SIGMAS[0];
        }
        for (int i = 1; i < SPREADS.length; i++) {
            if (spread <= SPREADS[i]) {
                double way = (spread - SPREADS[i - 1]) / (SPREADS[i] - SPREADS[i - 1]);
                return SIGMAS[i - 1] + way * (SIGMAS[i] - SIGMAS[i - 1]);
            }
        }
        return SIGMAS[SIGMAS.length - 1];
    }
}
