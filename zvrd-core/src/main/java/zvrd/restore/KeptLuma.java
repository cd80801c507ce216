package zvrd.restore;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Tensors;

/**
 * The last step of a colorization: pixels whose luma is the recorded one, also after colours that no screen can show were
 * brought back and values were rounded (ours). A colour keeps its hue and loses as much saturation as it must.
 */
final class KeptLuma {
    private static final double RED = 0.299; // BT.601
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    private KeptLuma() {}

    /**
     * Pixels with the colours of an image and the luma of a recorded frame.
     *
     * @param image [1, 3, H, W] in [-1, 1]
     * @param known [H, W], 1 where the recorded luma is to be kept and 0 where it is lost
     * @param recorded unsigned 16-bit R G B of each pixel
     * @param bits depth of the grid the result lies on; its luma is off by less than 0.3 steps of it
     */
    static short[] pixels(Tensor image, float[] known, short[] recorded, int bits) {
        float[] planes = Tensors.toFloats(image);
        int count = known.length;
        double top = (1 << bits) - 1;
        short[] rgb = new short[3 * count];
        for (int p = 0; p < count; p++) {
            double red = onGrid(planes[p], top);
            double green = onGrid(planes[count + p], top);
            double blue = onGrid(planes[2 * count + p], top);
            double luma = luma(red, green, blue);
            double wanted = known[p] > 0.5 ? recordedLuma(recorded, p) / 65535 * top : Math.min(top, Math.max(0, luma));
            double saturation = Math.min(
                    1,
                    Math.min(
                            room(red - luma, wanted, top),
                            Math.min(room(green - luma, wanted, top), room(blue - luma, wanted, top))));
            long r = Math.round(wanted + saturation * (red - luma));
            long b = Math.round(wanted + saturation * (blue - luma));
            long g = Math.round((wanted - RED * r - BLUE * b) / GREEN); // takes up what rounding the others lost
            rgb[3 * p] = wide(r, top);
            rgb[3 * p + 1] = wide(g, top);
            rgb[3 * p + 2] = wide(b, top);
        }
        return rgb;
    }

    private static double luma(double red, double green, double blue) {
        return RED * red + GREEN * green + BLUE * blue;
    }

    private static double recordedLuma(short[] rgb, int p) {
        return luma(
                Short.toUnsignedInt(rgb[3 * p]),
                Short.toUnsignedInt(rgb[3 * p + 1]),
                Short.toUnsignedInt(rgb[3 * p + 2]));
    }

    /** How often a channel's distance from the luma fits between the luma and the end of the range it points to. */
    private static double room(double distance, double luma, double top) {
        return distance == 0 ? 1 : (distance > 0 ? top - luma : -luma) / distance;
    }

    private static double onGrid(float value, double top) {
        if (Float.isNaN(value)) {
            throw new IllegalStateException("image holds NaN");
        }
        return (value + 1.0) / 2 * top;
    }

    private static short wide(long level, double top) {
        return (short) Math.round(Math.min(top, Math.max(0, level)) * 65535.0 / top);
    }
}
