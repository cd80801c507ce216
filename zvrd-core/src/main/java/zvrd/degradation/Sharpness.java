package zvrd.degradation;

import java.util.Arrays;

/**
 * How sharp a frame is, from its edges: blurring an edge of width σ again by σ_1 and σ_2 leaves gradients whose ratio is R =
 * √((σ² + σ_2²) / (σ² + σ_1²)) (after Zhuo and Sim, "Defocus map estimation from a single image", 2011), of which the median
 * over all strong edges counts.
 *
 * @param across standard deviation in pixels, along rows, of the blur that upright edges show; NaN where too few edges tell
 * @param down the same along columns, of level edges
 * @param detail the finest diagonal wavelet over the next coarser one: about 0.6 to 0.9 for sharp frames, below 0.3 for
 *     frames that were enlarged
 */
public record Sharpness(double across, double down, double detail) {
    private static final int LARGEST = 640; // pixels of the middle of a frame that are looked at, along a side
    private static final int FEWEST_EDGES = 50;
    private static final double STRONG = 3; // levels a pixel, after the first blur
    private static final double ABOVE_NOISE = 6; // deviations of the gradient of blurred noise
    private static final double FIRST = 1; // σ_1 in pixels; σ_2 is twice that

    /**
     * The sharpness of a frame.
     *
     * @param rgb unsigned 16-bit values, R G B of each pixel, row by row
     * @param noise standard deviation of its noise in 8-bit levels, below which no edge is seen
     */
    public static Sharpness ofRgb16(short[] rgb, int width, int height, double noise) {
        int w = Math.min(LARGEST, width);
        int h = Math.min(LARGEST, height);
        float[] upright = new float[w * h];
        float[] turned = new float[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int p = 3 * ((y + (height - h) / 2) * width + x + (width - w) / 2);
                double luma = 0.299 * Short.toUnsignedInt(rgb[p])
                        + 0.587 * Short.toUnsignedInt(rgb[p + 1])
                        + 0.114 * Short.toUnsignedInt(rgb[p + 2]);
                upright[y * w + x] = (float) (luma / 257);
                turned[x * h + y] = upright[y * w + x];
            }
        }
        return new Sharpness(width(upright, w, h, noise), width(turned, h, w, noise), detail(upright, w, h));
    }

    private static double width(float[] image, int w, int h, double noise) {
        float[] once = blurred(image, w, h, FIRST);
        float[] twice = blurred(image, w, h, 2 * FIRST);
        double least = Math.max(STRONG, ABOVE_NOISE * noise / (Math.sqrt(8 * Math.PI) * FIRST * FIRST));
        double[] widths = new double[w * h];
        int edges = 0;
        int border = (int) Math.ceil(8 * FIRST);
        for (int y = border; y < h - border; y++) {
            for (int x = border; x < w - border; x++) {
                int p = y * w + x;
                double slope = Math.abs(once[p + 1] - once[p - 1]) / 2;
                boolean crest =
                        slope >= Math.abs(once[p] - once[p - 2]) / 2 && slope > Math.abs(once[p + 2] - once[p]) / 2;
                boolean upright = slope > 3 * Math.abs(once[p + w] - once[p - w]) / 2;
                if (slope > least && crest && upright) {
                    widths[edges++] = width(slope, Math.abs(twice[p + 1] - twice[p - 1]) / 2);
                }
            }
        }
        double[] sorted = Arrays.copyOf(widths, edges);
        Arrays.sort(sorted);
        return edges < FEWEST_EDGES ? Double.NaN : sorted[edges / 2];
    }

    /** σ from the two gradients of an edge: σ² = (σ_2² - R² σ_1²) / (R² - 1). */
    private static double width(double once, double twice) {
        double r = once / Math.max(twice, 1e-9);
        double squared = FIRST * FIRST * (4 - r * r) / Math.max(r * r - 1, 1e-3);
        return Math.sqrt(Math.max(0, squared));
    }

    private static float[] blurred(float[] image, int w, int h, double sigma) {
        int reach = (int) Math.ceil(4 * sigma);
        float[] kernel = new float[reach + 1];
        float sum = 0;
        for (int i = 0; i <= reach; i++) {
            kernel[i] = (float) Math.exp(-i * i / (2 * sigma * sigma));
            sum += i == 0 ? kernel[i] : 2 * kernel[i];
        }
        for (int i = 0; i <= reach; i++) {
            kernel[i] /= sum;
        }
        return alongRows(alongRows(image, w, h, kernel), h, w, kernel);
    }

    /** Convolved along rows, mirrored at their ends, and turned, so that doing it twice does both sides. */
    private static float[] alongRows(float[] image, int w, int h, float[] kernel) {
        float[] turned = new float[image.length];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                float value = kernel[0] * image[y * w + x];
                for (int i = 1; i < kernel.length; i++) {
                    value += kernel[i] * (image[y * w + Mirror.half(x - i, w)] + image[y * w + Mirror.half(x + i, w)]);
                }
                turned[x * h + y] = value;
            }
        }
        return turned;
    }

    private static double detail(float[] image, int w, int h) {
        float[] half = new float[(w / 2) * (h / 2)];
        double fine = diagonal(image, w, h, half);
        double coarse = diagonal(half, w / 2, h / 2, new float[half.length]);
        return coarse == 0 ? Double.NaN : fine / coarse;
    }

    /** Root mean square of the diagonal Haar wavelets; {@code means} takes the means of the blocks. */
    private static double diagonal(float[] image, int w, int h, float[] means) {
        double energy = 0;
        int count = 0;
        for (int y = 0; y + 1 < h; y += 2) {
            for (int x = 0; x + 1 < w; x += 2) {
                int a = y * w + x;
                double d = (image[a] - image[a + 1] - image[a + w] + image[a + w + 1]) / 2;
                means[count++] = (image[a] + image[a + 1] + image[a + w] + image[a + w + 1]) / 4;
                energy += d * d;
            }
        }
        return Math.sqrt(energy / Math.max(1, count));
    }
}
