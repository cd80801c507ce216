package zvrd.restore;

/**
 * How a clip is cut in time; it decides pixels, so it belongs to the job and never to the memory at hand.
 *
 * @param frames of a window, its anchors included
 * @param overlap anchors: frames a window takes over from the one before
 */
public record WindowPlan(int frames, int overlap) {
    /** Every frame by itself. */
    public static final WindowPlan SINGLE = new WindowPlan(1, 0);

    /** Windows of a few frames that take one over from the window before. */
    public static final WindowPlan USUAL = new WindowPlan(8, 1);

    public WindowPlan {
        if (frames < 1 || overlap < 0 || overlap >= frames) {
            throw new IllegalArgumentException("windows of " + frames + " frames that overlap by " + overlap);
        }
    }
}
