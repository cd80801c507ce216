package zvrd.degradation;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * The noise of counted light: a pixel of brightness b in [0, 1] is seen as k / peak with k from Poisson(peak · b). DPS's
 * {@code rate} r is a peak of 255 r.
 *
 * @param peak mean count of a white pixel
 */
public record PoissonNoise(double peak) implements NoiseModel {
    /** The least {@link #ofLevels} takes: far below what any number of bits shows. */
    public static final double LEAST_LEVELS = 0.01;

    private static final int FIRST_DRAW = 2; // 0 is Gaussian noise, 1 are masks
    private static final double LARGE = 10;
    private static final double DARKEST = 0.02; // of white: below, noise of other kinds is stronger

    public PoissonNoise {
        if (!(peak > 0) || peak > 1e9) {
            throw new IllegalArgumentException("Poisson noise needs 0 < peak ≤ 1e9, got " + peak);
        }
    }

    /**
     * The noise whose standard deviation on white is {@code levels} 8-bit levels, at least {@link #LEAST_LEVELS}: peak =
     * (255 / levels)².
     */
    public static PoissonNoise ofLevels(double levels) {
        return new PoissonNoise(255 / levels * (255 / levels));
    }

    @Override
    public String name() {
        return "poisson";
    }

    @Override
    public double sigma() { // at b = 1/2, on a scale twice as long as that of b
        return 2 * Math.sqrt(0.5 / peak);
    }

    @Override
    public Tensor addTo(Tensor y, NoiseSource source, int firstFrame) {
        return TensorScope.compute(() -> {
            float[] rates = Tensors.toFloats(rate(y));
            float[] first = Tensors.toFloats(GaussianNoise.normal(y, source, FIRST_DRAW, firstFrame));
            float[] second = Tensors.toFloats(GaussianNoise.normal(y, source, FIRST_DRAW + 1, firstFrame));
            for (int p = 0; p < rates.length; p++) {
                rates[p] = (float) count(rates[p], first[p], second[p]);
            }
            return seen(Shapes.beside(y, rates, Tensors.shape(y)));
        });
    }

    /** The brightness b in (0, 1] of {@code y} in [-1, 1], as far as the variance of noise goes with it. */
    public static Tensor brightness(Tensor y) {
        return TensorScope.compute(
                () -> y.add(new Scalar(1.0)).mul(new Scalar(0.5)).clamp_min(new Scalar(DARKEST)));
    }

    /** Mean counts of {@code y} in [-1, 1]; below black none. */
    public Tensor rate(Tensor y) {
        return TensorScope.compute(() -> y.add(new Scalar(1.0))
                .mul(new Scalar(peak / 2))
                .clamp(new ScalarOptional(new Scalar(0.0)), new ScalarOptional()));
    }

    /** The image in [-1, 1] that so many counts are seen as. */
    public Tensor seen(Tensor counts) {
        return TensorScope.compute(() -> counts.mul(new Scalar(2 / peak)).sub(new Scalar(1.0)));
    }

    /** A Poisson number of mean {@code rate}, a function of two standard normals. */
    static double count(double rate, double z, double other) {
        if (rate < LARGE) {
            return smallCount(rate, StrictMath.exp(-(z * z + other * other) / 2)); // uniform on (0, 1]
        }
        // Giles, "Approximation of the inverse Poisson cumulative distribution function", ACM TOMS 42 (2016), eq. 7
        double root = StrictMath.sqrt(rate);
        double q = rate
                + root * z
                + (1.0 / 3 + z * z / 6)
                + (-z / 36 - z * z * z / 72) / root
                + (-8.0 / 405 + 7 * z * z / 810 + z * z * z * z / 270) / rate;
        return Math.max(0, Math.floor(q));
    }

    /** The smallest k with P(K > k) < u, by summing. */
    private static double smallCount(double rate, double u) {
        double probability = StrictMath.exp(-rate);
        double above = 1 - probability;
        int k = 0;
        while (above >= u && probability > 0) {
            k++;
            probability *= rate / k;
            above -= probability;
        }
        return k;
    }
}
