package zvrd.tensor;

import org.bytedeco.pytorch.Tensor;

/** Interleaved 16-bit RGB pixels to planar float images in [-1, 1] and back. */
public final class Images {
    private static final float HALF = 65535f / 2f;

    private Images() {}

    /**
     * Pixels to an image.
     *
     * @param rgb unsigned 16-bit values, R G B of each pixel, row by row
     * @return [1, 3, height, width] in [-1, 1]
     */
    public static Tensor fromRgb16(short[] rgb, int width, int height) {
        int plane = width * height;
        float[] planar = new float[3 * plane];
        for (int p = 0; p < plane; p++) {
            for (int c = 0; c < 3; c++) {
                planar[c * plane + p] = Short.toUnsignedInt(rgb[3 * p + c]) / HALF - 1f;
            }
        }
        return Tensors.of(planar, 1, 3, height, width);
    }

    /**
     * An image to pixels, clamped and rounded to the nearest of 2^bits levels that are spread over 16 bits.
     *
     * @param image [1, 3, height, width], or one channel, which all three share; nominally in [-1, 1]
     * @param bits depth of the grid the values are rounded to, 8 to 16
     */
    public static short[] toRgb16(Tensor image, int bits) {
        float[] planar = Tensors.toFloats(image);
        int channels = (int) image.size(1);
        int plane = (int) (image.size(2) * image.size(3));
        short[] rgb = new short[3 * plane];
        for (int p = 0; p < plane; p++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * p + c] = level(planar[(channels == 1 ? 0 : c) * plane + p], bits);
            }
        }
        return rgb;
    }

    private static short level(float value, int bits) {
        if (Float.isNaN(value)) {
            throw new IllegalStateException("image holds NaN");
        }
        int top = (1 << bits) - 1;
        long grid = Math.round(Math.min(1.0, Math.max(0.0, (value + 1.0) / 2)) * top);
        return (short) Math.round(grid * 65535.0 / top);
    }
}
