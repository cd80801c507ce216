package zvrd.media;

/** The mean colour of each cell of a coarse grid over a frame: enough to see that a written picture is the one sent. */
final class FirstLook {
    private static final int CELLS = 8;
    private static final double LEVEL = 257; // one of 256, in 16 bits

    private final double[] means;

    FirstLook(Frame frame) {
        double[] sums = new double[3 * CELLS * CELLS];
        long[] counts = new long[CELLS * CELLS];
        short[] rgb = frame.rgb();
        for (int y = 0, at = 0; y < frame.height(); y++) {
            int row = CELLS * (int) ((long) y * CELLS / frame.height());
            for (int x = 0; x < frame.width(); x++, at += 3) {
                int cell = row + (int) ((long) x * CELLS / frame.width());
                counts[cell]++;
                for (int c = 0; c < 3; c++) {
                    sums[3 * cell + c] += rgb[at + c] & 0xffff;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, counts[i / 3]);
        }
        means = sums;
    }

    /** The mean difference of the cells, in levels of 256. */
    double distance(FirstLook other) {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            sum += Math.abs(means[i] - other.means[i]);
        }
        return sum / means.length / LEVEL;
    }
}
