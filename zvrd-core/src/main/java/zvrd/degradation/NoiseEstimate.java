package zvrd.degradation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How noisy a frame is, from the frame alone: a robust deviation of its finest diagonal wavelet (after Donoho and
 * Johnstone, 1994), where pictures have little and white noise has as much as everywhere. Ours: it is taken over the
 * smoother half of the frame's blocks, told by the next coarser wavelets, which are independent of the finest under
 * white noise; and over blocks far enough from black and white that their noise was not clipped.
 */
public final class NoiseEstimate {
    private static final double MIDDLE_OF_NORMAL = 0.693356; // mean of |z| between its quartiles, z standard normal
    private static final int BLOCK = 16;
    private static final int FEWEST_BLOCKS = 16;
    private static final double CLEARANCE = 2; // deviations between a block's mean and black or white
    private static final double TOP = 65535;

    private NoiseEstimate() {}

    /**
     * The standard deviation of white noise in a frame, the root of the mean variance of its channels.
     *
     * @param rgb unsigned 16-bit values, R G B of each pixel, row by row
     * @return σ in 8-bit levels; 0 for frames below 2 × 2 pixels
     */
    public static double ofRgb16(short[] rgb, int width, int height) {
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            double[] plane = new double[width * height];
            for (int p = 0; p < plane.length; p++) {
                plane[p] = Short.toUnsignedInt(rgb[3 * p + channel]);
            }
            double sigma = ofPlane(plane, width, height);
            sum += sigma * sigma;
        }
        return Math.sqrt(sum / 3) / 257;
    }

    /** The same for an image of one channel or {@code channels} planes one after the other, in [-1, 1]. */
    public static double ofPlanes(float[] planes, int channels, int width, int height) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            double[] plane = new double[width * height];
            for (int p = 0; p < plane.length; p++) {
                plane[p] = (planes[c * plane.length + p] + 1) * (TOP / 2);
            }
            double sigma = ofPlane(plane, width, height);
            sum += sigma * sigma;
        }
        return Math.sqrt(sum / channels) / 257;
    }

    private static double ofPlane(double[] plane, int width, int height) {
        List<Block> blocks = blocks(plane, width, height);
        if (blocks.isEmpty()) {
            return 0;
        }
        double rough = deviation(smootherHalf(blocks));
        List<Block> unclipped = blocks.stream()
                .filter(b -> b.mean >= CLEARANCE * rough && b.mean <= TOP - CLEARANCE * rough)
                .toList();
        return unclipped.size() < FEWEST_BLOCKS ? rough : deviation(smootherHalf(unclipped));
    }

    private static List<Block> blocks(double[] plane, int width, int height) {
        int side = Math.min(BLOCK, Math.min(width, height) / 2 * 2);
        List<Block> blocks = new ArrayList<>();
        for (int top = 0; side > 0 && top + side <= height; top += side) {
            for (int left = 0; left + side <= width; left += side) {
                blocks.add(Block.of(plane, width, left, top, side));
            }
        }
        return blocks;
    }

    private static List<Block> smootherHalf(List<Block> blocks) {
        return blocks.stream()
                .sorted(Comparator.comparingDouble(b -> b.texture))
                .limit(Math.max(Math.min(FEWEST_BLOCKS, blocks.size()), blocks.size() / 2))
                .toList();
    }

    /** From the mean of the middle half of all |HH|, which unlike the median is not stepped where levels are few. */
    private static double deviation(List<Block> blocks) {
        double[] all = blocks.stream()
                .flatMapToDouble(b -> Arrays.stream(b.diagonal))
                .sorted()
                .toArray();
        return Arrays.stream(all, all.length / 4, all.length - all.length / 4)
                        .average()
                        .orElse(0)
                / MIDDLE_OF_NORMAL;
    }

    /** A square of the frame: its mean, the energy of its wavelets of the second scale, and |HH| of the first. */
    private record Block(double mean, double texture, double[] diagonal) {
        static Block of(double[] plane, int width, int left, int top, int side) {
            int half = side / 2;
            double[] diagonal = new double[half * half];
            double[] coarse = new double[half * half];
            double sum = 0;
            for (int i = 0; i < diagonal.length; i++) {
                int a = (top + i / half * 2) * width + left + i % half * 2;
                int b = a + width;
                diagonal[i] = Math.abs(plane[a] - plane[a + 1] - plane[b] + plane[b + 1]) / 2; // keeps white noise's σ
                coarse[i] = (plane[a] + plane[a + 1] + plane[b] + plane[b + 1]) / 2;
                sum += coarse[i];
            }
            return new Block(sum / (2 * diagonal.length), texture(coarse, half), diagonal);
        }

        private static double texture(double[] coarse, int half) {
            double energy = 0;
            for (int y = 0; y + 1 < half; y += 2) {
                for (int x = 0; x + 1 < half; x += 2) {
                    int a = y * half + x;
                    double mean = (coarse[a] + coarse[a + 1] + coarse[a + half] + coarse[a + half + 1]) / 4;
                    for (int p : new int[] {a, a + 1, a + half, a + half + 1}) {
                        energy += (coarse[p] - mean) * (coarse[p] - mean);
                    }
                }
            }
            return energy;
        }
    }
}
