package zvrd.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How much of a clip's mean brightness comes and goes fast: what its straight line leaves of the mean luma of the frames, by
 * the discrete Fourier transform, at more than a quarter of the frame rate, within each shot. No reference is needed; a pan or a fade is slow.
 *
 * @param levels root mean square of the fast part, in 8-bit levels
 * @param share of the whole energy that is fast, 0 to 1; 0 where nothing changes at all
 */
public record LumaSpectrum(double levels, double share) {
    /** The names in reports of {@link #levels} and {@link #share}. */
    static final List<Measure> MEASURES = List.of(
            new Told(
                    "luma_flicker",
                    "root mean square, in 8-bit levels, of what changes faster than a quarter of the frame rate in the"
                            + " frames' mean BT.601 luma (DFT of what its straight line leaves, in each shot)"),
            new Told("luma_flicker_share", "share of the energy of the same luma that luma_flicker is the root of"));

    private static final LumaSpectrum UNKNOWN = new LumaSpectrum(Double.NaN, Double.NaN);
    private static final int LEAST_FRAMES = 4; // with three there is no slow part beside the line
    private static final double NOTHING = 1e-9; // levels: sums of doubles

    private record Told(String name, String convention) implements Measure {}

    /**
     * Of the mean luma of each frame, in their order, shot by shot: a cut is no flicker. Each shot counts as often as it has
     * frames; those of fewer than four are left out, and without any other both values are NaN.
     */
    public static LumaSpectrum of(double[]... shots) {
        int frames = 0;
        double fast = 0;
        double all = 0;
        for (double[] shot : shots) {
            int n = shot.length;
            if (n < LEAST_FRAMES) {
                continue;
            }
            frames += n;
            double[] rest = withoutLine(shot);
            for (int k = 1; k < n; k++) {
                double energy = energy(rest, k) / n;
                all += energy;
                fast += 4 * Math.min(k, n - k) > n ? energy : 0;
            }
        }
        return frames == 0
                ? UNKNOWN
                : new LumaSpectrum(Math.sqrt(fast / frames), Math.sqrt(all / frames) < NOTHING ? 0 : fast / all);
    }

    /** The values by their names in reports. */
    Map<String, Double> named() {
        return Map.of(MEASURES.get(0).name(), levels, MEASURES.get(1).name(), share);
    }

    /** |Σ d_t e^(-2πi k t / n)|². */
    private static double energy(double[] d, int k) {
        double re = 0;
        double im = 0;
        for (int t = 0; t < d.length; t++) {
            double angle = 2 * Math.PI * ((long) k * t % d.length) / d.length;
            re += d[t] * Math.cos(angle);
            im += d[t] * Math.sin(angle);
        }
        return re * re + im * im;
    }

    /** What the straight line of least squares leaves. */
    private static double[] withoutLine(double[] values) {
        double middle = (values.length - 1) / 2.0;
        double mean = Arrays.stream(values).average().orElseThrow();
        double along = 0;
        double squares = 0;
        for (int t = 0; t < values.length; t++) {
            along += (t - middle) * (values[t] - mean);
            squares += (t - middle) * (t - middle);
        }
        double[] rest = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            rest[t] = values[t] - mean - along / squares * (t - middle);
        }
        return rest;
    }
}
