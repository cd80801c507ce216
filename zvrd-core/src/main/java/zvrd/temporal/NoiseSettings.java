package zvrd.temporal;

/**
 * How frames share their noise.
 *
 * @param lambda λ of eq. 11, 0 … 1: how much of a visible pixel's noise is its own; 0 transports it unchanged along the motion
 * @param from T_NS: below this level noise is transported, above it all frames draw the same
 * @param transport how noise is read between pixels
 * @param renormalise whether a mixture of two independent numbers is scaled back to variance 1 (ours; the equation does not)
 */
public record NoiseSettings(double lambda, int from, Transport transport, boolean renormalise) {
    /** How noise is read where the motion ends between pixels. */
    public enum Transport {
        /** The nearest pixel's, which keeps its variance (ours). */
        NEAREST,
        /** The mean of the four around, as images are warped. */
        BILINEAR
    }

    public NoiseSettings {
        if (!(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("lambda must lie in 0 … 1, got " + lambda);
        }
    }

    /** What is used by default, from level {@code from} down. */
    public static NoiseSettings of(double lambda, int from) {
        return new NoiseSettings(lambda, from, Transport.NEAREST, true);
    }
}
