package zvrd.temporal;

/** The four ideas of the paper, each of which can be switched off alone. */
public enum TemporalModule {
    /** Short-long-range temporal attention. */
    ATTENTION,
    /** Temporal consistency guidance. */
    GUIDANCE,
    /** Spatial-temporal noise sharing. */
    NOISE,
    /** Early stopping. */
    EARLY_STOP
}
