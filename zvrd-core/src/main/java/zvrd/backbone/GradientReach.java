package zvrd.backbone;

import java.util.Locale;

/** Through how much of a window DPS's gradient passes, where its frames look at each other. */
public enum GradientReach {
    /** Through each frame's own evaluation; what it sees of its neighbours is taken to be constant. */
    LOCAL,
    /** Through all of them together (ZVRD's reading): a frame is also moved by what its neighbours leave unexplained. */
    COUPLED;

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
