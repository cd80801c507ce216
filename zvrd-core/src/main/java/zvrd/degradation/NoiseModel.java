package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.NoiseSource;

/** The n of y = A x + n: what a sensor adds to a measurement, drawn by place so that it can be drawn again. */
public sealed interface NoiseModel permits GaussianNoise, PoissonNoise {
    /** The word of the command line. */
    String name();

    /**
     * A noisy copy of {@code y}, not clamped.
     *
     * @param y [N, C, H, W] in [-1, 1]
     * @param source whose stream of measurement noise is used
     * @param firstFrame index of the first image of the batch; the others follow it
     */
    Tensor addTo(Tensor y, NoiseSource source, int firstFrame);

    /** Standard deviation of n on the [-1, 1] scale; where it depends on brightness, at mid-gray. */
    double sigma();
}
