package zvrd.degradation;

import java.util.Arrays;

/** How much a frame falls into the blocks of 8 × 8 that most compression works by. */
public final class Blockiness {
    private static final int BLOCK = 8;
    private static final int LARGEST_STEP = 12 * 257;
    private static final double LEAST_STEP = 0.25 * 257; // a drawing is flat but for its own few edges
    private static final int SMALLEST = 128; // below, the steps of a few borders are chance

    private Blockiness() {}

    /**
     * The mean step across borders of blocks over the usual step between neighbours, both directions taken together: on seven
     * clips 1 to 1.15 where nothing was compressed, 1.35 to 1.75 for JPEG of quality 50, over 1.6 for 25; NaN for frames below
     * 128 pixels.
     *
     * @param rgb unsigned 16-bit values, R G B of each pixel, row by row; green is looked at
     */
    public static double ofRgb16(short[] rgb, int width, int height) {
        if (Math.min(width, height) < SMALLEST) {
            return Double.NaN;
        }
        var across = new Steps();
        var down = new Steps();
        for (int y = 0; y + 1 < height; y++) {
            for (int x = 0; x + 1 < width; x++) {
                int here = green(rgb, y * width + x);
                across.add(x, Math.abs(green(rgb, y * width + x + 1) - here));
                down.add(y, Math.abs(green(rgb, (y + 1) * width + x) - here));
            }
        }
        return Math.sqrt(across.outstanding() * down.outstanding());
    }

    /** Steps by where in a block they are; those larger than compression makes are the picture's own edges. */
    private static final class Steps {
        private final double[] sums = new double[BLOCK];
        private final long[] counts = new long[BLOCK];

        void add(int place, int step) {
            if (step <= LARGEST_STEP) {
                sums[place % BLOCK] += step;
                counts[place % BLOCK]++;
            }
        }

        /** The largest of eight means over their median; a crop moves the borders, but leaves them eight apart. */
        double outstanding() {
            double[] means = new double[BLOCK];
            for (int phase = 0; phase < BLOCK; phase++) {
                means[phase] = sums[phase] / Math.max(1, counts[phase]);
            }
            Arrays.sort(means);
            double usual = (means[BLOCK / 2 - 1] + means[BLOCK / 2]) / 2;
            return usual < LEAST_STEP ? 1 : means[BLOCK - 1] / usual;
        }
    }

    private static int green(short[] rgb, int p) {
        return Short.toUnsignedInt(rgb[3 * p + 1]);
    }
}
