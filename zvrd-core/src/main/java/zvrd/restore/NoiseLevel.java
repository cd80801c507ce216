package zvrd.restore;

import java.nio.file.Path;
import zvrd.degradation.NoiseEstimate;
import zvrd.degradation.NoiseKind;
import zvrd.media.ReadOptions;

/** How noisy a clip is, from a few of its first frames that show something. */
public final class NoiseLevel {
    private static final int WANTED = 5; // estimates, the median of which counts

    private NoiseLevel() {}

    /**
     * The standard deviation of the clip's noise in 8-bit levels, on white where it is that of counted light; 0 where no frame
     * shows anything.
     */
    public static double of(Path clip, ReadOptions part, NoiseKind kind) {
        return ClipSample.median(ClipSample.of(
                        clip,
                        part,
                        WANTED,
                        frame -> NoiseEstimate.ofRgb16(frame.rgb(), frame.width(), frame.height())
                                .levels(kind)))
                .orElse(0);
    }
}
