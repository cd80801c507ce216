package zvrd.temporal;

import java.util.Locale;

/** What K and V of eq. 7 are: it lets O, which lives among values, ask keys, so it can be read in three ways. */
public enum TrajectoryValues {
    /** Q = K = V = O, the output of the attention across neighbours; as the published code of FLATTEN does. */
    FLATTEN,
    /** Q = O, and K and V the layer's own keys and values. */
    LITERAL,
    /** Q and K the layer's own queries and keys, and V = O. */
    OLD_QK;

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
