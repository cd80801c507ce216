package zvrd.degradation;

import java.util.Arrays;

/**
 * How noisy a frame is, from the frame alone: the median absolute deviation of its finest diagonal wavelet (Donoho and
 * Johnstone, 1994), where pictures have little and white noise has as much as everywhere.
 */
public final class NoiseEstimate {
    private static final double MAD_OF_NORMAL = 0.674489750196082; // median of |z|, z standard normal

    private NoiseEstimate() {}

    /**
     * The standard deviation of white noise in a frame, the mean over its channels.
     *
     * @param rgb unsigned 16-bit values, R G B of each pixel, row by row
     * @return σ in 8-bit levels; 0 for frames below 2 × 2 pixels
     */
    public static double ofRgb16(short[] rgb, int width, int height) {
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            sum += ofChannel(rgb, channel, width, height);
        }
        return sum / 3;
    }

    private static double ofChannel(short[] rgb, int channel, int width, int height) {
        double[] diagonal = new double[(width / 2) * (height / 2)];
        int next = 0;
        for (int y = 0; y + 1 < height; y += 2) {
            for (int x = 0; x + 1 < width; x += 2) {
                int a = 3 * (y * width + x) + channel;
                int b = a + 3 * width;
                int haar = level(rgb[a]) - level(rgb[a + 3]) - level(rgb[b]) + level(rgb[b + 3]);
                diagonal[next++] = Math.abs(haar) / 2.0; // orthonormal, so that white noise keeps its σ
            }
        }
        if (next == 0) {
            return 0;
        }
        Arrays.sort(diagonal);
        return diagonal[next / 2] / MAD_OF_NORMAL / 257.0;
    }

    private static int level(short sample) {
        return Short.toUnsignedInt(sample);
    }
}
