package zvrd.app.job;

import java.nio.file.Path;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;

/** A look at clips before the work, so that it is not done for nothing. */
public final class FirstLook {
    private FirstLook() {}

    /** What {@code part} of {@code clip} is. @throws UserError exit 3 where it cannot be read */
    public static VideoInfo at(Path clip, ReadOptions part) {
        try (FrameReader reader = FrameReader.open(clip, part)) {
            return reader.info();
        }
    }

    /** Refuses frames of another size. */
    public static void requireSize(VideoInfo clip, int width, int height, String mend) {
        if (clip.width() != width || clip.height() != height) {
            throw new UserError(
                    ExitCode.INPUT,
                    clip.path() + ": frames of " + width + "x" + height + " pixels expected, found " + clip.width()
                            + "x" + clip.height(),
                    mend);
        }
    }

    /** Refuses another number of frames than {@code expected}, where the container says how many it holds. */
    public static void requireFrames(VideoInfo clip, long expected, String mend) {
        if (clip.frames().isPresent() && clip.part().start() == 0) {
            long frames = Math.min(clip.frames().getAsLong(), clip.part().maxFrames());
            if (frames != expected) {
                throw new UserError(
                        ExitCode.INPUT, clip.path() + ": " + expected + " frames expected, found " + frames, mend);
            }
        }
    }
}
