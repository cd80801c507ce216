package zvrd.app.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.List;
import zvrd.metrics.WarpingErrorMap;

/**
 * A warping-error map in colours that mean the same in every picture: black where nothing changes along the motion, through
 * violet and orange to pale yellow at a root mean square of a quarter of the range; grey where nothing can be said.
 */
final class HeatMap {
    /** What the colours mean, for the reader of a page. */
    static final String CONVENTION =
            "Root of the squared difference between a frame and the one before along the motion: black 0, pale yellow 0.25 of the"
                    + " range or more, grey where the motion cannot be trusted (on the grid of the frame before).";

    private static final int LONG_SIDE = 320;
    private static final double BRIGHTEST = 0.25;
    private static final int HIDDEN = 255; // index of the colour for pixels that are not visible
    private static final int[] STOPS = {0x000004, 0x2d0b59, 0x7b1f6d, 0xc43c4e, 0xf0762a, 0xfbb91f, 0xfcf3b0};
    private static final int HIDDEN_COLOUR = 0x6b7280;
    private static final IndexColorModel PALETTE = palette();

    private HeatMap() {}

    /** {@code map} drawn, its long side at most 320 pixels: mean squares of the visible pixels in each. */
    static BufferedImage of(WarpingErrorMap map) {
        double scale = Math.min(1, (double) LONG_SIDE / Math.max(map.width(), map.height()));
        int width = Math.max(1, (int) Math.round(map.width() * scale));
        int height = Math.max(1, (int) Math.round(map.height() * scale));
        double[] sums = new double[width * height];
        int[] seen = new int[width * height];
        for (int y = 0, p = 0; y < map.height(); y++) {
            int row = (int) ((long) y * height / map.height()) * width;
            for (int x = 0; x < map.width(); x++, p++) {
                if (!Float.isNaN(map.change()[p])) {
                    int cell = row + (int) ((long) x * width / map.width());
                    sums[cell] += map.change()[p];
                    seen[cell]++;
                }
            }
        }
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, PALETTE);
        for (int cell = 0; cell < sums.length; cell++) {
            int index = seen[cell] == 0 ? HIDDEN : index(Math.sqrt(sums[cell] / seen[cell]));
            image.getRaster().setSample(cell % width, cell / width, 0, index);
        }
        return image;
    }

    /** The colours from 0 to the brightest, as a page writes them. */
    static List<String> legend() {
        return Arrays.stream(STOPS).mapToObj("#%06x"::formatted).toList();
    }

    private static int index(double rms) {
        return (int) Math.min(HIDDEN - 1, Math.round(rms / BRIGHTEST * (HIDDEN - 1)));
    }

    private static IndexColorModel palette() {
        int[] colours = new int[256];
        for (int i = 0; i < HIDDEN; i++) {
            double at = (double) i / (HIDDEN - 1) * (STOPS.length - 1);
            int stop = (int) Math.min(STOPS.length - 2, at);
            colours[i] = mixed(STOPS[stop], STOPS[stop + 1], at - stop);
        }
        colours[HIDDEN] = HIDDEN_COLOUR;
        return new IndexColorModel(8, 256, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    }

    private static int mixed(int from, int to, double share) {
        int colour = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double value = (1 - share) * (from >> shift & 0xff) + share * (to >> shift & 0xff);
            colour |= (int) Math.round(value) << shift;
        }
        return colour;
    }
}
