package zvrd.media;

/**
 * Which part of a clip is read.
 *
 * @param start seconds from the clip's beginning
 * @param maxFrames the most frames that are read
 * @param highDynamicRange whether a clip coded for it (PQ, HLG) is read as the numbers it holds, instead of being refused
 */
public record ReadOptions(double start, long maxFrames, boolean highDynamicRange) {
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

    /** A part of a clip of usual range. */
    public ReadOptions(double start, long maxFrames) {
        this(start, maxFrames, false);
    }

    /** The same of a clip of whatever range. */
    public ReadOptions ofAnyRange() {
        return new ReadOptions(start, maxFrames, true);
    }

    /** The whole clip, of the range that is wanted here. */
    public ReadOptions ofWholeClip() {
        return new ReadOptions(0, Long.MAX_VALUE, highDynamicRange);
    }

    /** Whether the clip is read from its first to its last frame. */
    public boolean wholeClip() {
        return start == 0 && maxFrames == Long.MAX_VALUE;
    }
}
