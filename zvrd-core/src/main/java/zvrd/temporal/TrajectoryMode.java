package zvrd.temporal;

import java.util.Locale;

/** How the best of three trajectories is found. */
public enum TrajectoryMode {
    /** By the clean images of the step before: no further evaluation. */
    PROXY,
    /** By the clean images that each candidate makes the network believe in: up to three more passes of the decoder's fine half. */
    EXACT;

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
