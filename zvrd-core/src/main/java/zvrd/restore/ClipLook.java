package zvrd.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import zvrd.degradation.Blockiness;
import zvrd.degradation.NoiseEstimate;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.Sharpness;
import zvrd.media.Frame;
import zvrd.media.ReadOptions;

/**
 * What a clip tells of itself: medians over a few of its first frames that show something; NaN where nothing can be told. What counts as
 * noisy, blocky and coloured is ours, from clips whose damage was known.
 *
 * @param noise standard deviation of its noise in 8-bit levels, if it is the same everywhere
 * @param countedNoise the same on white, if it is that of counted light
 * @param noiseKind which of the two explains it better
 * @param blurAcross standard deviation in pixels of the blur that upright edges show
 * @param blurDown the same of level edges
 * @param detail as {@link Sharpness#detail()}
 * @param blockiness as {@link Blockiness}
 * @param colourfulness mean distance of a pixel's colours from their mean, in 8-bit levels
 */
public record ClipLook(
        double noise,
        double countedNoise,
        NoiseKind noiseKind,
        double blurAcross,
        double blurDown,
        double detail,
        double blockiness,
        double colourfulness) {
    /** Levels of noise that texture may pass for. */
    public static final double SLIGHT_NOISE = 3;

    private static final int WANTED = 5;
    private static final double BLOCKY = 1.4;
    private static final double COLOURED = 4; // levels; films fade to a tint

    private record One(NoiseEstimate noise, Sharpness sharpness, double blockiness, double colourfulness) {
        static One of(Frame frame) {
            NoiseEstimate noise = NoiseEstimate.ofRgb16(frame.rgb(), frame.width(), frame.height());
            return new One(
                    noise,
                    Sharpness.ofRgb16(frame.rgb(), frame.width(), frame.height(), noise.white()),
                    Blockiness.ofRgb16(frame.rgb(), frame.width(), frame.height()),
                    ClipLook.colourfulness(frame.rgb()));
        }
    }

    /** Looks at the part of {@code clip} that is read. */
    public static ClipLook at(Path clip, ReadOptions part) {
        List<One> frames = ClipSample.of(clip, part, WANTED, One::of);
        long counted = frames.stream()
                .filter(one -> one.noise.kind() == NoiseKind.POISSON)
                .count();
        return new ClipLook(
                median(frames, one -> one.noise.white()),
                median(frames, one -> one.noise.counted()),
                2 * counted > frames.size() ? NoiseKind.POISSON : NoiseKind.GAUSSIAN,
                median(frames, one -> one.sharpness.across()),
                median(frames, one -> one.sharpness.down()),
                median(frames, one -> one.sharpness.detail()),
                median(frames, One::blockiness),
                median(frames, One::colourfulness));
    }

    /** The level of its noise if it is of {@code kind}. */
    public double noise(NoiseKind kind) {
        return kind == NoiseKind.POISSON ? countedNoise : noise;
    }

    /** The blur of the direction that shows more of it; NaN where none can be told. */
    public double widestBlur() {
        return Double.isNaN(blurAcross)
                ? blurDown
                : Double.isNaN(blurDown) ? blurAcross : Math.max(blurAcross, blurDown);
    }

    /** The blur of the direction that shows less of it; NaN where none can be told. */
    public double narrowestBlur() {
        return Double.isNaN(blurAcross)
                ? blurDown
                : Double.isNaN(blurDown) ? blurAcross : Math.min(blurAcross, blurDown);
    }

    /** Whether blocks of compression are as strong as JPEG of quality 50 leaves them. */
    public boolean blocky() {
        return blockiness > BLOCKY;
    }

    /** Whether it shows colours. */
    public boolean coloured() {
        return colourfulness > COLOURED;
    }

    /** Whether it shows none. */
    public boolean grey() {
        return colourfulness <= COLOURED;
    }

    private static double median(List<One> frames, ToDoubleFunction<One> value) {
        return ClipSample.median(frames.stream().map(value::applyAsDouble).toList())
                .orElse(Double.NaN);
    }

    private static double colourfulness(short[] rgb) {
        double sum = 0;
        for (int p = 0; p < rgb.length; p += 3) {
            double red = Short.toUnsignedInt(rgb[p]);
            double green = Short.toUnsignedInt(rgb[p + 1]);
            double blue = Short.toUnsignedInt(rgb[p + 2]);
            double mean = (red + green + blue) / 3;
            sum += Math.abs(red - mean) + Math.abs(green - mean) + Math.abs(blue - mean);
        }
        return sum / rgb.length / 257;
    }
}
