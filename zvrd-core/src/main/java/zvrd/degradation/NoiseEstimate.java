package zvrd.degradation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How noisy a frame is, from the frame alone: a robust deviation of its finest diagonal wavelet (after Donoho and
 * Johnstone, 1994), where pictures have little and white noise has as much as everywhere. Ours: it is taken over the
 * smoother half of the frame's blocks, told by the next coarser wavelets, which are independent of the finest under
 * white noise; and over blocks far enough from black and white that their noise was not clipped. Noise of counted light is
 * told apart by the same deviation among blocks of similar brightness.
 *
 * @param white standard deviation in 8-bit levels where it is the same everywhere, the root of the mean variance of the channels
 * @param counted the same on white where it is that of counted light; 0 where no brightness tells
 * @param kind which of the two explains the frame better; white noise where both do or neither
 */
public record NoiseEstimate(double white, double counted, NoiseKind kind) {
    private static final double MIDDLE_OF_NORMAL = 0.693356; // mean of |z| between its quartiles, z standard normal
    private static final int BLOCK = 16;
    private static final int FEWEST_BLOCKS = 16;
    private static final double CLEARANCE = 2; // deviations between a block's mean and black or white
    private static final int BANDS = 6; // of brightness
    private static final double DARKEST = 8 * 257.0; // where rounding is as strong as what is counted
    private static final double WEAKEST = 1.5; // levels below which no kind can be told
    private static final double WIDE = 2; // brightest band over darkest, below which none can be told either
    private static final double CLEARLY = 0.6; // of the other kind's spread
    private static final double TOP = 65535;

    /**
     * The noise in a frame.
     *
     * @param rgb unsigned 16-bit values, R G B of each pixel, row by row
     * @return all 0 for frames below 2 × 2 pixels
     */
    public static NoiseEstimate ofRgb16(short[] rgb, int width, int height) {
        List<double[]> planes = new ArrayList<>();
        for (int channel = 0; channel < 3; channel++) {
            double[] plane = new double[width * height];
            for (int p = 0; p < plane.length; p++) {
                plane[p] = Short.toUnsignedInt(rgb[3 * p + channel]);
            }
            planes.add(plane);
        }
        return of(planes, width, height);
    }

    /** The same for an image of one channel or {@code channels} planes one after the other, in [-1, 1]. */
    public static NoiseEstimate ofPlanes(float[] values, int channels, int width, int height) {
        List<double[]> planes = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            double[] plane = new double[width * height];
            for (int p = 0; p < plane.length; p++) {
                plane[p] = (values[c * plane.length + p] + 1) * (TOP / 2);
            }
            planes.add(plane);
        }
        return of(planes, width, height);
    }

    /** The level that {@code kind} has. */
    public double levels(NoiseKind kind) {
        return kind == NoiseKind.POISSON ? counted : white;
    }

    private static NoiseEstimate of(List<double[]> planes, int width, int height) {
        double sum = 0;
        List<Band> bands = new ArrayList<>();
        for (double[] plane : planes) {
            List<Block> blocks = blocks(plane, width, height);
            if (!blocks.isEmpty()) {
                double sigma = ofBlocks(blocks);
                sum += sigma * sigma;
                bands.addAll(bands(blocks));
            }
        }
        double white = Math.sqrt(sum / planes.size()) / 257;
        double perBrightness = median(bands, Band::perBrightness);
        double counted = Math.sqrt(perBrightness * TOP) / 257;
        boolean counting = white > WEAKEST
                && range(bands) > WIDE
                && spread(bands, Band::perBrightness) < CLEARLY * spread(bands, Band::variance);
        return new NoiseEstimate(white, counted, counting ? NoiseKind.POISSON : NoiseKind.GAUSSIAN);
    }

    private static double ofBlocks(List<Block> blocks) {
        double rough = deviation(smootherHalf(blocks));
        List<Block> unclipped = blocks.stream()
                .filter(b -> b.mean >= CLEARANCE * rough && b.mean <= TOP - CLEARANCE * rough)
                .toList();
        return unclipped.size() < FEWEST_BLOCKS ? rough : deviation(smootherHalf(unclipped));
    }

    /** Blocks of similar brightness, which are told by what noise they have in common; clipped ones are left out. */
    private static List<Band> bands(List<Block> blocks) {
        List<Block> byMean =
                blocks.stream().sorted(Comparator.comparingDouble(b -> b.mean)).toList();
        int size = Math.max(FEWEST_BLOCKS, byMean.size() / BANDS);
        List<Band> bands = new ArrayList<>();
        for (int from = 0; from + size <= byMean.size(); from += size) {
            List<Block> alike = byMean.subList(from, from + size);
            double deviation = deviation(smootherHalf(alike));
            double mean = alike.stream().mapToDouble(b -> b.mean).average().orElse(0);
            double clearance = Math.max(DARKEST, CLEARANCE * deviation);
            if (mean >= clearance && mean <= TOP - CLEARANCE * deviation) {
                bands.add(new Band(mean, deviation * deviation));
            }
        }
        return bands;
    }

    private static double median(List<Band> bands, ToDoubleFunction<Band> value) {
        double[] sorted = bands.stream().mapToDouble(value).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private static double range(List<Band> bands) {
        double brightest = bands.stream().mapToDouble(Band::mean).max().orElse(0);
        return brightest / bands.stream().mapToDouble(Band::mean).min().orElse(1);
    }

    /** Median distance from the median, in parts of it. */
    private static double spread(List<Band> bands, ToDoubleFunction<Band> value) {
        double middle = median(bands, value);
        return median(bands, band -> Math.abs(value.applyAsDouble(band) - middle)) / middle;
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

    /** Blocks of one brightness: their mean, and the variance of their noise. */
    private record Band(double mean, double variance) {
        double perBrightness() {
            return variance / mean;
        }
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
