package zvrd.tensor;

/** What a drawn noise is for; each kind has numbers of its own. */
public enum NoiseStream {
    /** x_T, and the noise on a start from a noised A⁺y. */
    START,
    /** z of a sampling step. */
    STEP,
    /** The noise on the known region of an inpainting. */
    KNOWN_REGION,
    /** The noise of a measurement, when test data are made. */
    MEASUREMENT,
    /** z of a step back in a time travel. */
    TRAVEL,
    /** What an unknown degradation begins with. */
    LEARNED
}
