package zvrd.temporal;

import java.util.Locale;

/** How a difference between a frame and its warped neighbour counts (ZVRD eq. 8). */
public enum GuidanceLoss {
    /** Small differences by their square, so that frames come to rest (ours, docs/adr/0007). */
    HUBER,
    /** All by their size, as the paper has it. */
    L1;

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
