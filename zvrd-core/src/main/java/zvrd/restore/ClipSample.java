package zvrd.restore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

/** A few of a clip's first frames that show something; those of one colour, as many clips begin with, are passed over. */
final class ClipSample {
    private static final int STRIDE = 4; // frames from one to the next
    private static final int LONGEST = 250; // frames that are looked through for them
    private static final double FLAT = 2.0; // 8-bit levels around the mean, below which a frame shows nothing

    private ClipSample() {}

    /** What {@code look} finds in at most {@code wanted} of them, which are held one at a time. */
    static <T> List<T> of(Path clip, ReadOptions part, int wanted, Function<Frame, T> look) {
        var found = new ArrayList<T>();
        try (FrameReader reader = FrameReader.open(clip, part)) {
            Frame frame = reader.next();
            for (int n = 0; frame != null && n < LONGEST && found.size() < wanted; n++) {
                if (n % STRIDE == 0 && deviation(frame.rgb()) > FLAT) {
                    found.add(look.apply(frame));
                }
                frame = reader.next();
            }
        }
        return found;
    }

    /** The median of the numbers among {@code values}; empty where there are none. */
    static OptionalDouble median(List<Double> values) {
        return values.stream()
                .filter(Double::isFinite)
                .sorted()
                .skip(values.stream().filter(Double::isFinite).count() / 2)
                .mapToDouble(Double::doubleValue)
                .findFirst();
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
