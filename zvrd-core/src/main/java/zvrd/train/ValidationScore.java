package zvrd.train;

import java.util.List;
import java.util.Locale;

/**
 * How good the averaged weights are, on images that were not trained on.
 *
 * @param psnr of one-step denoising in dB, for each of {@link #SIGMAS}
 * @param keySwap RMS change of the denoised image, in levels of 255, when the decoder's attention sees another image's
 *     keys (σ = 50); near 0 while attention carries no weight
 */
public record ValidationScore(List<Double> psnr, double keySwap) {
    /** Noise levels that are judged, in units of 255. */
    public static final List<Integer> SIGMAS = List.of(15, 25, 50, 100);

    public ValidationScore {
        psnr = List.copyOf(psnr);
        if (psnr.size() != SIGMAS.size()) {
            throw new IllegalArgumentException("expected " + SIGMAS.size() + " values of PSNR, got " + psnr.size());
        }
    }

    /** One line for a log. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "validation: PSNR %.2f %.2f %.2f %.2f dB at sigma 15 25 50 100; swapped keys change %.3f levels",
                psnr.get(0),
                psnr.get(1),
                psnr.get(2),
                psnr.get(3),
                keySwap);
    }
}
