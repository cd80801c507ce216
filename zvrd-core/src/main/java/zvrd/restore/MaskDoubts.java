package zvrd.restore;

import org.jspecify.annotations.Nullable;
import zvrd.degradation.Mask;
import zvrd.media.Frame;

/** Whether a mask lies where a frame is damaged: damage has an edge, and what is lost shows less than what is not. */
final class MaskDoubts {
    private static final double EDGE = 1.3; // step across the mask's border over the usual step
    private static final double EMPTY = 2; // levels of deviation below which nothing is shown
    private static final double SHOWING = 8;
    private static final double SCATTERED = 0.05; // share of the known pixels that lie beside a lost one

    private MaskDoubts() {}

    /** What speaks against {@code mask} in {@code frame}; null where nothing does. */
    static @Nullable String of(Mask mask, Frame frame) {
        if (mask.share() == 0) {
            return "no pixel of its first mask is white, so that nothing is repaired; white is what is lost";
        }
        if (deviation(mask, frame, false) < EMPTY && deviation(mask, frame, true) > SHOWING) {
            return "its picture lies under the mask and nothing beside it; white is what is lost, so invert the mask";
        }
        double usual = step(mask, frame, false);
        double border = step(mask, frame, true);
        return border < EDGE * usual
                ? "nothing in it looks damaged under the mask, whose border is no edge; is the mask in its place?"
                : null;
    }

    /** Whether many of the known pixels lie beside a lost one, as where single pixels are lost all over. */
    static boolean areScattered(Mask mask) {
        long known = 0;
        long beside = 0;
        for (int y = 0; y + 1 < mask.height(); y++) {
            for (int x = 0; x + 1 < mask.width(); x++) {
                if (!mask.lost(x, y)) {
                    known++;
                    beside += mask.lost(x + 1, y) || mask.lost(x, y + 1) ? 1 : 0;
                }
            }
        }
        return beside > SCATTERED * known;
    }

    /** Mean step of brightness between neighbours across the mask's border, or between known ones; NaN where there are none. */
    private static double step(Mask mask, Frame frame, boolean across) {
        double sum = 0;
        long count = 0;
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                boolean lost = mask.lost(x, y);
                if (x + 1 < frame.width() && (lost != mask.lost(x + 1, y)) == across && (across || !lost)) {
                    sum += Math.abs(green(frame, x + 1, y) - green(frame, x, y));
                    count++;
                }
                if (y + 1 < frame.height() && (lost != mask.lost(x, y + 1)) == across && (across || !lost)) {
                    sum += Math.abs(green(frame, x, y + 1) - green(frame, x, y));
                    count++;
                }
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Of the pixels that are lost, or of those that are not, from their mean, in 8-bit levels; NaN where there are none. */
    private static double deviation(Mask mask, Frame frame, boolean lost) {
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                if (mask.lost(x, y) == lost) {
                    sum += green(frame, x, y);
                    squares += green(frame, x, y) * green(frame, x, y);
                    count++;
                }
            }
        }
        double mean = sum / count;
        return Math.sqrt(Math.max(0, squares / count - mean * mean));
    }

    private static double green(Frame frame, int x, int y) {
        return Short.toUnsignedInt(frame.rgb()[3 * (y * frame.width() + x) + 1]) / 257.0;
    }
}
