package zvrd.media;

/** The mean colour of each cell of a coarse grid over a frame: what it looks like from afar. */
public final class FrameLook {
    private static final int CELLS = 4;
    private static final int LEVEL = 257; // one of 256, in 16 bits

    private final byte[] means; // 48 bytes a frame, since all frames of a clip may be kept

    /** Looks at {@code rgb}, 16 unsigned bits for red, green and blue of each pixel, row after row. */
    public FrameLook(short[] rgb, int width, int height) {
        long[] sums = new long[3 * CELLS * CELLS];
        long[] counts = new long[CELLS * CELLS];
        for (int y = 0, at = 0; y < height; y++) {
            int row = CELLS * (int) ((long) y * CELLS / height);
            for (int x = 0; x < width; x++, at += 3) {
                int cell = row + (int) ((long) x * CELLS / width);
                counts[cell]++;
                for (int c = 0; c < 3; c++) {
                    sums[3 * cell + c] += rgb[at + c] & 0xffff;
                }
            }
        }
        means = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            means[i] = (byte) Math.round((double) sums[i] / Math.max(1, counts[i / 3]) / LEVEL);
        }
    }

    /** The mean difference of the cells, in levels of 256. */
    public double distance(FrameLook other) {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            sum += Math.abs((means[i] & 0xff) - (other.means[i] & 0xff));
        }
        return sum / means.length;
    }

    /** How far the cells of one colour differ at most, in levels of 256; 0 where nothing is to be seen. */
    public int contrast() {
        int widest = 0;
        for (int c = 0; c < 3; c++) {
            int least = 255;
            int most = 0;
            for (int i = c; i < means.length; i += 3) {
                least = Math.min(least, means[i] & 0xff);
                most = Math.max(most, means[i] & 0xff);
            }
            widest = Math.max(widest, most - least);
        }
        return widest;
    }
}
