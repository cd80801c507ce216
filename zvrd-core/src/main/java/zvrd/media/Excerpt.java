package zvrd.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stretch of the source that goes with the pictures. One from the beginning keeps the source's clock; one from the
 * middle begins at 0.
 *
 * @param middle whether it begins later than the source
 * @param start seconds of the source's clock at which it begins
 * @param seconds how long it is; infinite to the source's end
 */
record Excerpt(boolean middle, double start, double seconds) {
    private static final double MARGIN = 2; // seconds, more than any packet lasts

    /** What will probably be read of {@code source}: how far so many frames reach is only known afterwards. */
    static Excerpt expected(VideoInfo source) {
        ReadOptions part = source.part();
        double rate = source.frameRate().toDouble();
        boolean toTheEnd = part.maxFrames() == Long.MAX_VALUE;
        return new Excerpt(
                part.start() > 0,
                source.startTime() + part.start(),
                toTheEnd ? Double.POSITIVE_INFINITY : part.maxFrames() / rate);
    }

    /** What goes with the frames that were written. */
    static Excerpt of(VideoInfo source, Timeline timeline) {
        boolean middle = source.part().start() > 0;
        double start = middle ? timeline.sourceStart() : source.startTime();
        double end = timeline.sourceStart()
                + timeline.span()
                + 1 / source.frameRate().toDouble();
        return new Excerpt(middle, start, source.part().wholeClip() ? Double.POSITIVE_INFINITY : end - start);
    }

    boolean whole() {
        return !middle && Double.isInfinite(seconds);
    }

    /** Nanoseconds that its clock is behind the source's. */
    long shift() {
        return middle ? Math.round(start * 1e9) : 0;
    }

    /** Nanoseconds of the source's clock at which it ends, or the largest number there is. */
    long end() {
        return Math.round((start + seconds) * 1e9);
    }

    /** FFmpeg's input of this stretch of {@code source}, on its own clock if {@code -copyts} is not said. */
    List<String> input(Path source) {
        List<String> all = new ArrayList<>();
        if (middle) {
            all.addAll(List.of("-seek_timestamp", "1", "-ss", Double.toString(start)));
        }
        if (!Double.isInfinite(seconds)) {
            all.addAll(List.of("-t", Double.toString(seconds)));
        }
        all.addAll(SafeInput.input(source));
        return all;
    }

    /**
     * FFmpeg's arguments for the output of a copy: what comes before is not copied. Else everything from the picture it
     * has to seek to comes along, seconds before 0, at times that are not the source's.
     */
    List<String> output() {
        return middle ? List.of("-copypriorss:a", "0", "-copypriorss:s", "0") : List.of();
    }

    /** A longer stretch that has all of this one's packets in it, with those on its edges. */
    Excerpt widened(VideoInfo source) {
        double from = Math.max(source.startTime(), start - MARGIN);
        return new Excerpt(from > source.startTime(), from, seconds + (start - from) + MARGIN);
    }
}
