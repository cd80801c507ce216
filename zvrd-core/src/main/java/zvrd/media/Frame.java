package zvrd.media;

/**
 * One picture of a clip and the moment it is shown.
 *
 * @param index its place among the frames read, from 0
 * @param pts its presentation time, in ticks of {@code timeBase}
 * @param timeBase seconds a tick
 * @param width pixels a row
 * @param height rows
 * @param rgb red, green, blue of pixel after pixel, row after row; 16 unsigned bits each, full range
 */
@SuppressWarnings("ArrayRecordComponent") // a frame is handed over, never compared
public record Frame(int index, long pts, Rational timeBase, int width, int height, short[] rgb) {
    /** Checks that the samples fill the picture. */
    public Frame {
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("frame " + index + ": " + width + "x" + height + " needs "
                    + 3L * width * height + " samples, got " + rgb.length);
        }
    }

    /** When it is shown, in seconds. */
    public double seconds() {
        return pts * timeBase.toDouble();
    }
}
