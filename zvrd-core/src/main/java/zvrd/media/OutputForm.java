package zvrd.media;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an output is made of, whatever it is called.
 *
 * @param container FFmpeg's name of it, or {@code pictures}
 * @param codec how its frames are coded
 */
public record OutputForm(String container, String codec) {
    /**
     * That of {@code target}, with the container's own codec where none is asked for.
     *
     * @throws zvrd.UserError exit 2 where the codec that is asked for does not go with the container
     */
    public static OutputForm of(Path target, WriteOptions options) {
        return isVideo(target)
                ? new OutputForm(
                        VideoFile.muxer(target),
                        VideoFile.codec(target, options).label())
                : new OutputForm("pictures", Codec.PNG.label());
    }

    /** Whether {@code target} is a pattern that frames are named by, such as {@code %04d.png}. */
    public static boolean isPattern(Path target) {
        return ImageSequence.isPattern(target);
    }

    /** Whether {@code target} is a video file's name that no folder has. */
    static boolean isVideo(Path target) {
        return VideoFile.accepts(target) && !Files.isDirectory(target);
    }
}
