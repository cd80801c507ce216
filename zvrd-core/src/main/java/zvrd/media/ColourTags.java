package zvrd.media;

/**
 * How a stream says its numbers mean colours, in FFmpeg's names; {@code unknown} where it says nothing.
 *
 * @param primaries the corners of the gamut, such as {@code bt709}
 * @param transfer the curve from light to signal
 * @param matrix how luma and chroma are made of red, green and blue; {@code gbr} where they are not
 * @param range {@code tv} (16–235) or {@code pc} (0–255)
 */
public record ColourTags(String primaries, String transfer, String matrix, String range) {
    /** A stream that says nothing about its colours. */
    public static final ColourTags UNKNOWN = new ColourTags("unknown", "unknown", "unknown", "unknown");

    /** Whether the curve is one of the two of high dynamic range, PQ or HLG. */
    public boolean highDynamicRange() {
        return transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
    }
}
