package zvrd.media;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a clip is, as the file says, before a frame was restored.
 *
 * @param path the file, the folder of images or their pattern
 * @param container FFmpeg's name of the container; {@code images} for pictures that make a clip
 * @param codec FFmpeg's name of the picture's coding
 * @param pixelFormat FFmpeg's name of how the pixels are stored
 * @param width pixels a row as shown, after rotation
 * @param height rows as shown, after rotation
 * @param frameRate frames a second on average
 * @param timeBase seconds a tick of the frames' timestamps
 * @param startTime seconds at which the clip begins on its own clock, which need not be 0
 * @param frames how many frames the container says it holds, if it says so
 * @param duration seconds, if known
 * @param bitDepth bits a sample
 * @param colour what the numbers mean
 * @param sampleAspect width over height of a pixel; 1/1 if unknown
 * @param videoStream the number of the stream that is restored
 * @param streams all streams of the file
 * @param part which part of it is read
 */
public record VideoInfo(
        Path path,
        String container,
        String codec,
        String pixelFormat,
        int width,
        int height,
        Rational frameRate,
        Rational timeBase,
        double startTime,
        OptionalLong frames,
        OptionalDouble duration,
        int bitDepth,
        ColourTags colour,
        Rational sampleAspect,
        int videoStream,
        List<StreamInfo> streams,
        ReadOptions part) {
    /** What FFmpeg too takes for pictures without a clock. */
    static final Rational PICTURE_RATE = new Rational(25, 1);

    private static final Rational SQUARE = new Rational(1, 1);

    /** Copies the list of streams. */
    public VideoInfo {
        streams = List.copyOf(streams);
    }

    /** A clip that no file holds, such as drawn pictures: square pixels, 25 frames a second, no sound. */
    public static VideoInfo drawn(int width, int height, int bitDepth) {
        return new VideoInfo(
                Path.of("drawn pictures"),
                "images",
                "rawvideo",
                "rgb48le",
                width,
                height,
                PICTURE_RATE,
                PICTURE_RATE.inverse(),
                0,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                bitDepth,
                ColourTags.UNKNOWN,
                SQUARE,
                0,
                List.of(),
                ReadOptions.ALL);
    }

    /** The same clip of which only this part is read. */
    public VideoInfo part(ReadOptions chosen) {
        return new VideoInfo(
                path,
                container,
                codec,
                pixelFormat,
                width,
                height,
                frameRate,
                timeBase,
                startTime,
                frames,
                duration,
                bitDepth,
                colour,
                sampleAspect,
                videoStream,
                streams,
                chosen);
    }

    /** Whether the clip is made of pictures, which have no sound and no clock of their own. */
    public boolean images() {
        return container.equals("images");
    }

    /**
     * The number of frames that will be read, if it can be told beforehand: from the container's count, else from
     * duration and rate. An estimate, good for a progress line.
     */
    public OptionalLong expectedFrames() {
        if (frames.isEmpty() && duration.isEmpty()) {
            return part.maxFrames() < Long.MAX_VALUE ? OptionalLong.of(part.maxFrames()) : frames;
        }
        long whole = frames.orElseGet(() -> Math.round(duration.orElseThrow() * frameRate.toDouble()));
        long skipped = Math.round(part.start() * frameRate.toDouble());
        return OptionalLong.of(Math.min(part.maxFrames(), Math.max(0, whole - skipped)));
    }
}
