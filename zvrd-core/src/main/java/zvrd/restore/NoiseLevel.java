package zvrd.restore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import zvrd.degradation.NoiseEstimate;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

/** How noisy a clip is, from a few of its first frames that show something. */
public final class NoiseLevel {
    private static final int WANTED = 5; // estimates, the median of which counts
    private static final int STRIDE = 4; // frames from one to the next
    private static final int LONGEST = 250; // frames that are looked through for them
    private static final double FLAT = 2.0; // 8-bit levels around the mean, below which a frame shows nothing

    private NoiseLevel() {}

    /**
     * The standard deviation of the clip's noise in 8-bit levels; frames of one colour, as many clips begin with, are passed
     * over, and 0 is the answer where there are no others.
     */
    public static double of(Path clip, ReadOptions part) {
        List<Double> estimates = new ArrayList<>();
        try (FrameReader reader = FrameReader.open(clip, part)) {
            Frame frame = reader.next();
            for (int n = 0; frame != null && n < LONGEST && estimates.size() < WANTED; n++) {
                if (n % STRIDE == 0 && deviation(frame.rgb()) > FLAT) {
                    estimates.add(NoiseEstimate.ofRgb16(frame.rgb(), frame.width(), frame.height()));
                }
                frame = reader.next();
            }
        }
        return estimates.isEmpty()
                ? 0
                : estimates.stream()
                        .sorted()
                        .skip(estimates.size() / 2)
                        .findFirst()
                        .orElseThrow();
    }

    /** Of all values from their mean, in 8-bit levels. */
    private static double deviation(short[] rgb) {
        double sum = 0;
        double squares = 0;
        for (short value : rgb) {
            double level = Short.toUnsignedInt(value) / 257.0;
            sum += level;
            squares += level * level;
        }
        double mean = sum / rgb.length;
        return Math.sqrt(Math.max(0, squares / rgb.length - mean * mean));
    }
}
