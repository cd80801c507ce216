package zvrd.tensor;

import org.bytedeco.pytorch.Tensor;

/**
 * Standard normal numbers that are a pure function of (seed, stream, draw, frame, channel, y, x), so that neither
 * threads nor tiles nor interruptions can change them. Philox 4x32-10 (Salmon et al., SC 2011) gives 128 bits per pair
 * of neighbouring columns, Box–Muller by StrictMath in double makes two normals of them.
 */
public record NoiseSource(long seed) {
    private static final int ROUNDS = 10;
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int MAX_DRAW = 1 << 24;
    private static final int MAX_CHANNEL = 1 << 8;
    private static final int MAX_ROW = 1 << 24;

    /**
     * The numbers of a whole frame.
     *
     * @param draw index in the executed schedule, below 2²⁴
     * @param frame index in the clip; 0 where frames share their noise
     * @return [1, channels, height, width], float32
     */
    public Tensor normal(NoiseStream stream, int draw, int frame, long channels, long height, long width) {
        return Tensors.of(
                values(stream, draw, frame, (int) channels, 0, 0, (int) height, (int) width),
                1,
                channels,
                height,
                width);
    }

    /** The same numbers cut to the {@code height} × {@code width} pixels from (top, left), channel by channel. */
    public float[] values(
            NoiseStream stream, int draw, int frame, int channels, int top, int left, int height, int width) {
        require(draw >= 0 && draw < MAX_DRAW, "draw", draw);
        require(frame >= 0, "frame", frame);
        require(channels > 0 && channels <= MAX_CHANNEL, "channels", channels);
        require(top >= 0 && top + height <= MAX_ROW, "last row", top + height);
        require(left >= 0, "left", left);
        float[] out = new float[Math.multiplyExact(channels, Math.multiplyExact(height, width))];
        int[] block = new int[4];
        double[] pair = new double[2];
        int purpose = stream.ordinal() << 24 | draw;
        int next = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = top; y < top + height; y++) {
                int row = c << 24 | y;
                for (int x = left; x < left + width; x++) {
                    if (x == left || (x & 1) == 0) {
                        philox(x >>> 1, row, frame, purpose, block);
                        boxMuller(block, pair);
                    }
                    out[next++] = (float) pair[x & 1];
                }
            }
        }
        return out;
    }

    /** Ten rounds of Philox 4x32 over the counter, keyed by the seed. */
    private void philox(int c0, int c1, int c2, int c3, int[] out) {
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
            long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
            c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c3 = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }

    /** Two uniforms of 53 bits, the first in (0, 1], to two normals. */
    private static void boxMuller(int[] bits, double[] out) {
        double u = (uniform53(bits[0], bits[1]) + 1) * 0x1p-53;
        double v = uniform53(bits[2], bits[3]) * 0x1p-53;
        double radius = StrictMath.sqrt(-2 * StrictMath.log(u));
        double angle = 2 * Math.PI * v;
        out[0] = radius * StrictMath.cos(angle);
        out[1] = radius * StrictMath.sin(angle);
    }

    private static long uniform53(int high, int low) {
        return ((long) high << 32 | (low & 0xFFFFFFFFL)) >>> 11;
    }

    private static void require(boolean holds, String name, int value) {
        if (!holds) {
            throw new IllegalArgumentException("noise " + name + " " + value + " is out of range");
        }
    }
}
