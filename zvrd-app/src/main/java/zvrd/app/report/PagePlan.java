package zvrd.app.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of clips goes into a page, so that a browser can still open it.
 *
 * @param width pixels a row of the page's pictures
 * @param height their rows
 * @param stride every how manieth frame is shown
 * @param lossless whether pictures are PNG; else JPEG
 */
record PagePlan(int width, int height, int stride, boolean lossless) {
    private static final double PNG_BYTES = 4; // a pixel of a noisy clip, in letters of base 64
    private static final double JPEG_BYTES = 0.7;
    private static final double MOST_BYTES = 48e6; // of a page's pictures
    private static final int SMALL_SIDE = 960;

    /** Lossless while that fits, then JPEG, then smaller pictures, then fewer frames. */
    static PagePlan of(int clips, long frames, int width, int height) {
        double pixels = (double) clips * frames * width * height;
        if (pixels * PNG_BYTES <= MOST_BYTES) {
            return new PagePlan(width, height, 1, true);
        }
        if (pixels * JPEG_BYTES <= MOST_BYTES) {
            return new PagePlan(width, height, 1, false);
        }
        double scale = Math.min(1, (double) SMALL_SIDE / Math.max(width, height));
        int small = Math.max(1, (int) Math.round(width * scale));
        int low = Math.max(1, (int) Math.round(height * scale));
        double bytes = (double) clips * frames * small * low * JPEG_BYTES;
        return new PagePlan(small, low, Math.max(1, (int) Math.ceil(bytes / MOST_BYTES)), false);
    }

    /** Whether frame {@code index} is shown. */
    boolean shows(int index) {
        return index % stride == 0;
    }

    /** What was left out of clips of {@code fullWidth} × {@code fullHeight} pixels, for the page's reader. */
    List<String> remarks(int fullWidth, int fullHeight) {
        var remarks = new ArrayList<String>();
        if (!lossless) {
            remarks.add(
                    "Pictures are JPEG of quality %d, since lossless ones would make the page too large; numbers are of the clips themselves."
                            .formatted(Math.round(100 * Pictures.JPEG_QUALITY)));
        }
        if (width != fullWidth || height != fullHeight) {
            remarks.add("Pictures are %d × %d pixels, the clips %d × %d; numbers are of the clips themselves."
                    .formatted(width, height, fullWidth, fullHeight));
        }
        if (stride > 1) {
            remarks.add("One frame of %d is shown; curves have all frames.".formatted(stride));
        }
        return remarks;
    }
}
