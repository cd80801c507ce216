package zvrd.media;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a clip is written.
 *
 * @param codec {@code ffv1}, {@code h264}, {@code vp9} or {@code av1}; null for the container's own choice
 * @param quality the encoder's constant quality, lower is better (0–51 for h264, 0–63 for vp9 and av1)
 * @param lossless whether the frames must survive bit for bit, which only FFV1 in Matroska does
 * @param audio whether the source's sound is kept
 * @param subtitles whether its subtitles are kept
 * @param overwrite whether an existing output is replaced
 * @param bitDepth bits a sample of the output, 8 to 16; the source's if empty
 */
public record WriteOptions(
        @Nullable String codec,
        OptionalInt quality,
        boolean lossless,
        boolean audio,
        boolean subtitles,
        boolean overwrite,
        OptionalInt bitDepth) {
    /** The container's own codec, sound and subtitles kept, nothing replaced. */
    public static final WriteOptions DEFAULT =
            new WriteOptions(null, OptionalInt.empty(), false, true, true, false, OptionalInt.empty());

    /** Refuses bit depths that no output has. */
    public WriteOptions {
        if (bitDepth.isPresent() && (bitDepth.getAsInt() < 8 || bitDepth.getAsInt() > 16)) {
            throw new IllegalArgumentException("bit depth must be 8 to 16, got " + bitDepth.getAsInt());
        }
    }

    /** The same, but an existing output is replaced. */
    public WriteOptions overwriting() {
        return new WriteOptions(codec, quality, lossless, audio, subtitles, true, bitDepth);
    }
}
