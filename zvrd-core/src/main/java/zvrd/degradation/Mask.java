package zvrd.degradation;

import java.util.Arrays;
import java.util.BitSet;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;

/** Which pixels of a frame are lost and to be repaired; the command line's masks are white there. Immutable. */
public final class Mask {
    private static final int MASK_DRAW = 1; // draw 0 of the stream is the noise on the measured pixels

    private final int width;
    private final int height;
    private final BitSet lost;

    private Mask(int width, int height, BitSet lost) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("mask of %d×%d pixels".formatted(width, height));
        }
        this.width = width;
        this.height = height;
        this.lost = lost;
    }

    /** Every pixel lost with probability {@code share}, a pure function of seed and place. */
    public static Mask random(double share, long seed, int width, int height) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share of lost pixels must be within 0 and 1, got " + share);
        }
        var noise = new NoiseSource(seed);
        float[] real = noise.values(NoiseStream.MEASUREMENT, MASK_DRAW, 0, 2, 0, 0, height, width);
        var lost = new BitSet();
        int pixels = width * height;
        for (int p = 0; p < pixels; p++) { // exp(-r²/2) of two normals is uniform on (0, 1]
            double squared = (double) real[p] * real[p] + (double) real[pixels + p] * real[pixels + p];
            lost.set(p, StrictMath.exp(-squared / 2) <= share && share > 0);
        }
        return new Mask(width, height, lost);
    }

    /** The part of the rectangle from column {@code x} and row {@code y} that lies in the frame. */
    public static Mask box(int x, int y, int boxWidth, int boxHeight, int width, int height) {
        var lost = new BitSet();
        for (int row = Math.max(0, y); row < Math.min(height, (long) y + boxHeight); row++) {
            int from = Math.max(0, x);
            int to = (int) Math.min(width, (long) x + boxWidth);
            if (from < to) {
                lost.set(row * width + from, row * width + to);
            }
        }
        return new Mask(width, height, lost);
    }

    /** Lost where an image of values in [0, 1], row by row, is 0.5 or brighter. */
    public static Mask ofLuma(float[] luma, int width, int height) {
        if (luma.length != width * height) {
            throw new IllegalArgumentException(
                    "mask image has %d pixels, expected %d×%d".formatted(luma.length, width, height));
        }
        var lost = new BitSet();
        for (int p = 0; p < luma.length; p++) {
            lost.set(p, luma[p] >= 0.5f);
        }
        return new Mask(width, height, lost);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Whether the pixel in column {@code x} and row {@code y} is lost. */
    public boolean lost(int x, int y) {
        return lost.get(y * width + x);
    }

    /** The share of pixels that are lost, 0 to 1. */
    public double share() {
        return (double) lost.cardinality() / ((double) width * height);
    }

    /** Also lost: every pixel within {@code radius} pixels of a lost one. */
    public Mask grown(int radius) {
        if (radius < 0) {
            throw new IllegalArgumentException("mask cannot grow by " + radius + " pixels");
        }
        var grown = new BitSet();
        for (int dy = -radius; dy <= radius; dy++) {
            int reach = (int) Math.floor(Math.sqrt((double) radius * radius - (double) dy * dy));
            for (int y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
                spread(y, y + dy, reach, grown);
            }
        }
        return new Mask(width, height, grown);
    }

    private void spread(int from, int to, int reach, BitSet grown) { // runs of a row, longer by reach at both ends
        int start = from * width;
        int end = start + width;
        int run = lost.nextSetBit(start);
        while (run >= 0 && run < end) {
            int stop = Math.min(end, lost.nextClearBit(run));
            int left = Math.max(0, run - start - reach);
            int right = Math.min(width, stop - start + reach);
            grown.set(to * width + left, to * width + right);
            run = lost.nextSetBit(stop);
        }
    }

    /** 1 where a pixel is known and 0 where it is lost, row by row. */
    public float[] known() {
        float[] known = new float[width * height];
        Arrays.fill(known, 1f);
        lost.stream().forEach(p -> known[p] = 0f);
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask && mask.width == width && mask.height == height && mask.lost.equals(lost);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + lost.hashCode();
    }
}
