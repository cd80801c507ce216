package zvrd.media;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a clip is, as the file says, before a frame was restored.
 *
 * @param path the file, the folder of images or their pattern
 * @param container FFmpeg's name of the container; {@code images} for a folder or a pattern
 * @param codec FFmpeg's name of the picture's coding
 * @param pixelFormat FFmpeg's name of how the pixels are stored
 * @param width pixels a row as shown, after rotation
 * @param height rows as shown, after rotation
 * @param frameRate frames a second on average
 * @param timeBase seconds a tick of the frames' timestamps
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
        OptionalLong frames,
        OptionalDouble duration,
        int bitDepth,
        ColourTags colour,
        Rational sampleAspect,
        int videoStream,
        List<StreamInfo> streams,
        ReadOptions part) {
    /** Copies the list of streams. */
    public VideoInfo {
        streams = List.copyOf(streams);
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
                frames,
                duration,
                bitDepth,
                colour,
                sampleAspect,
                videoStream,
                streams,
                chosen);
    }

    /** Whether the clip is a folder, a pattern or a single picture, which has no sound and no clock of its own. */
    public boolean images() {
        return container.equals("images");
    }

    /** The number of frames if the container says so, else what duration and rate make of it, if they are known. */
    public OptionalLong expectedFrames() {
        if (frames.isPresent() || duration.isEmpty()) {
            return frames;
        }
        return OptionalLong.of(Math.round(duration.getAsDouble() * frameRate.toDouble()));
    }
}
