package zvrd.media;

import java.util.Arrays;

/** When the frames written so far are shown, in nanoseconds of the output's clock. */
final class Timeline {
    private final boolean fromZero;
    private long first;
    private long[] shown = new long[256];
    private int count;

    /** @param fromZero whether the first frame is shown at 0 whatever its timestamp, as for an excerpt */
    Timeline(boolean fromZero) {
        this.fromZero = fromZero;
    }

    /** Adds a frame the source shows at {@code nanoseconds}; returns when the output shows it. */
    long add(long nanoseconds) {
        if (count == 0) {
            first = nanoseconds;
        }
        if (count == shown.length) {
            shown = Arrays.copyOf(shown, 2 * count);
        }
        shown[count] = fromZero ? nanoseconds - first : nanoseconds;
        return shown[count++];
    }

    int count() {
        return count;
    }

    long shown(int index) {
        return shown[index];
    }

    /** When the source shows the first frame, in seconds. */
    double sourceStart() {
        return first * 1e-9;
    }

    /** Seconds between the first and the last frame. */
    double span() {
        return count == 0 ? 0 : (shown[count - 1] - shown[0]) * 1e-9;
    }
}
