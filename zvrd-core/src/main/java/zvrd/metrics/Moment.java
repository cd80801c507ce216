package zvrd.metrics;

import java.util.List;

/**
 * The frames of one moment, to be compared.
 *
 * @param width pixels a row
 * @param height rows
 * @param reference the true frame: red, green, blue of pixel after pixel, row after row, 16 unsigned bits each
 * @param restored the same of each restored clip
 */
public record Moment(int width, int height, short[] reference, List<short[]> restored) {
    /** Refuses frames that do not fill the picture. */
    public Moment {
        restored = List.copyOf(restored);
        requireSize(reference, width, height);
        restored.forEach(rgb -> requireSize(rgb, width, height));
    }

    private static void requireSize(short[] rgb, int width, int height) {
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("a frame of " + width + "x" + height + " pixels needs "
                    + 3L * width * height + " samples, got " + rgb.length);
        }
    }
}
