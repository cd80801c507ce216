package zvrd.degradation;

import java.util.Locale;

/** How noise depends on what it lies on, by the word of the command line. */
public enum NoiseKind {
    /** The same everywhere. */
    GAUSSIAN,
    /** That of counted light: its variance grows with brightness, and its level is the one on white. */
    POISSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
