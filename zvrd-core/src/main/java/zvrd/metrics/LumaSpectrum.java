package zvrd.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

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

    /** What light does in the reference itself. */
    static final Measure REFERENCE = new Told("luma_flicker_reference", "as luma_flicker, of the reference");

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
            all += Arrays.stream(rest).map(d -> d * d).sum(); // Parseval
            fast += fast(rest);
        }
        return frames == 0
                ? UNKNOWN
                : new LumaSpectrum(Math.sqrt(fast / frames), Math.sqrt(all / frames) < NOTHING ? 0 : fast / all);
    }

    /** The values by their names in reports. */
    Map<String, Double> named() {
        return Map.of(MEASURES.get(0).name(), levels, MEASURES.get(1).name(), share);
    }

    /** Σ |D_k|² / n over the frequencies k/n and 1 - k/n above a quarter, D being the Fourier transform of {@code d}. */
    private static double fast(double[] d) {
        int n = d.length;
        try (var scope = new TensorScope()) {
            Tensor spectrum = torch.fft_rfft(Tensor.create(d)).abs().square();
            long first = n / 4 + 1;
            double half = spectrum.narrow(0, first, n / 2 + 1 - first).sum().item_double();
            double middle = n % 2 == 0 ? spectrum.narrow(0, n / 2, 1).item_double() : 0; // its own mirror image
            return (2 * half - middle) / n;
        }
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
