package zvrd.media;

/**
 * Which part of a clip is read.
 *
 * @param start seconds from the clip's beginning
 * @param maxFrames the most frames that are read
 */
public record ReadOptions(double start, long maxFrames) {
    /** The whole clip. */
    public static final ReadOptions ALL = new ReadOptions(0, Long.MAX_VALUE);

    /** Refuses a negative start and a count below one. */
    public ReadOptions {
        if (!(start >= 0) || Double.isInfinite(start)) {
            throw new IllegalArgumentException("start must be a time of 0 s or later, got " + start);
        }
        if (maxFrames < 1) {
            throw new IllegalArgumentException("at least one frame must be read, got " + maxFrames);
        }
    }

    /** Whether the clip is read from its first to its last frame. */
    public boolean wholeClip() {
        return start == 0 && maxFrames == Long.MAX_VALUE;
    }
}
