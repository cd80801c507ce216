package zvrd.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * A clip, written one frame at a time through an FFmpeg child process. The output appears under its name when
 * {@link #finish} has checked it, and not before; {@link #close} without it leaves nothing. Not for use by several
 * threads. The same frames give the same bytes.
 */
public final class FrameWriter implements AutoCloseable {
    private final Path path;
    private final VideoInfo source;
    private final int width;
    private final int height;
    private final OutputTarget target;
    private @Nullable FrameEncoder encoder;
    private final Timeline timeline;
    private final SentFrames sent;
    private boolean finished;

    private FrameWriter(Path path, VideoInfo source, int width, int height, OutputTarget target) {
        this.path = path;
        this.source = source;
        this.width = width;
        this.height = height;
        this.target = target;
        this.timeline = new Timeline(source.part().start() > 0);
        this.sent = new SentFrames(target.exactBits());
    }

    /**
     * Prepares to write to {@code path}: a name ending in .mkv, .mp4, .m4v, .mov or .webm, a folder, a pattern such as
     * {@code frames/%04d.png}, or one .png.
     *
     * @param source the clip the frames were made from; its sound, subtitles, tags and clock are kept
     * @throws UserError with exit code 3 if its container does not take a stream of the source as it is, 6 if the output
     *     exists or is the source itself, or its codec does not hold frames of this size or range, and 2 if the codec does
     *     not go with the container
     */
    public static FrameWriter create(Path path, VideoInfo source, int width, int height, WriteOptions options) {
        Path beside = path.toAbsolutePath().getParent();
        return create(path, source, width, height, options, beside == null ? path : beside);
    }

    /** The same, of which what is unfinished lies in {@code scratch}, a folder on the disk of {@code path}. */
    public static FrameWriter create(
            Path path, VideoInfo source, int width, int height, WriteOptions options, Path scratch) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("frames need a size, got " + width + "x" + height);
        }
        OwnInput.refuse(path, source.path());
        OutputTarget target = OutputForm.isVideo(path)
                ? new VideoFile(path, source, width, height, options, scratch)
                : PictureFiles.of(path, source, width, height, options, scratch);
        return new FrameWriter(path, source, width, height, target);
    }

    /** Whether a clip stands under the name {@code path}: a file, or at least {@code frames} pictures. */
    public static boolean isThere(Path path, int frames) {
        if (Files.isRegularFile(path)) {
            return true;
        }
        List<Path> pictures = Files.isDirectory(path) ? ImageSequence.list(path) : ImageSequence.matching(path);
        return pictures.size() >= frames;
    }

    /**
     * Writes the next frame.
     *
     * @throws UserError with exit code 6 (5 if the disk is full) if the encoder fails
     */
    public void write(Frame frame) {
        if (frame.width() != width || frame.height() != height) {
            throw new IllegalArgumentException("frame " + frame.index() + " is " + frame.width() + "x" + frame.height()
                    + ", the output " + width + "x" + height);
        }
        if (finished) {
            throw new IllegalStateException(path + " is finished");
        }
        long time = frame.timeBase().rescale(frame.pts(), MatroskaFrames.NANOSECOND);
        long shown = timeline.add(time);
        encoder().send(shown, sent.add(frame));
    }

    /**
     * Ends the encoder, checks what it wrote and gives it its name.
     *
     * @throws UserError with exit code 6 if frames, their times or copied packets are not what was sent, or if another file has come to
     *     stand there
     */
    public void finish() {
        FrameEncoder running = encoder;
        if (running == null) {
            throw new UserError(ExitCode.OUTPUT, path + ": no frame was written", "check the input with zvrd probe");
        }
        try {
            running.finish();
            target.publish(timeline, sent);
            finished = true;
        } catch (IOException broken) {
            throw failure(broken);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
        target.close();
    }

    private FrameEncoder encoder() {
        FrameEncoder running = encoder;
        if (running == null) {
            try {
                List<String> arguments = target.encoderArguments();
                running = FrameEncoder.start(path, source, width, height, arguments, timeline.shown(0));
            } catch (IOException broken) {
                throw failure(broken);
            }
            encoder = running;
        }
        return running;
    }

    private UserError failure(IOException broken) {
        return new UserError(
                ExitCode.OUTPUT,
                path + ": could not be written (" + broken.getMessage() + ")",
                "check that the folder exists and can be written to",
                broken);
    }
}
