package zvrd.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one moment, to be compared.
 *
 * @param width pixels a row
 * @param height rows
 * @param reference the true frame: red, green, blue of pixel after pixel, row after row, 16 unsigned bits each; null where
 *     there is none
 * @param restored the same of each restored clip
 * @param degraded what they were made from; null where it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // frames are handed over, never compared
public record Moment(
        int width,
        int height,
        short @Nullable [] reference,
        List<short[]> restored,
        @Nullable DegradedFrame degraded) {
    /** Refuses frames that do not fill the picture. */
    public Moment {
        restored = List.copyOf(restored);
        if (reference != null) {
            requireSize(reference, width, height);
        }
        for (short[] rgb : restored) {
            requireSize(rgb, width, height);
        }
        if (degraded != null && degraded.operators().size() != restored.size()) {
            throw new IllegalArgumentException("operators of " + restored.size() + " restored clips expected, got "
                    + degraded.operators().size());
        }
    }

    /** Frames of which nobody knows what they were made from. */
    public Moment(int width, int height, short[] reference, List<short[]> restored) {
        this(width, height, reference, restored, null);
    }

    /** Restored frames that there is no true one to compare with. */
    public static Moment alone(int width, int height, List<short[]> restored, @Nullable DegradedFrame degraded) {
        return new Moment(width, height, null, restored, degraded);
    }

    static void requireSize(short[] rgb, int width, int height) {
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("a frame of " + width + "x" + height + " pixels needs "
                    + 3L * width * height + " samples, got " + rgb.length);
        }
    }
}
