package zvrd.media;

import java.nio.file.Path;
import zvrd.ExitCode;
import zvrd.UserError;

/** Single pictures, such as kernels, masks and contact sheets. */
public final class StillImages {
    private static final ReadOptions FIRST = new ReadOptions(0, 1);

    private StillImages() {}

    /**
     * The picture at {@code file}, or the first frame of a clip.
     *
     * @throws UserError with exit code 3 if there is none
     */
    public static Frame read(Path file) {
        try (FrameReader reader = FrameReader.open(file, FIRST)) {
            Frame frame = reader.next();
            if (frame == null) {
                throw new UserError(ExitCode.INPUT, file + ": no picture in it", "name a picture");
            }
            return frame;
        }
    }

    /**
     * Writes one PNG.
     *
     * @param bitDepth 8 or 16
     * @throws UserError with exit code 6 if {@code file} exists and may not be overwritten, or cannot be written
     */
    public static void write(Path file, Frame frame, int bitDepth, boolean overwrite) {
        VideoInfo info = VideoInfo.drawn(frame.width(), frame.height(), bitDepth);
        WriteOptions options = overwrite ? WriteOptions.DEFAULT.overwriting() : WriteOptions.DEFAULT;
        try (FrameWriter writer = FrameWriter.create(file, info, frame.width(), frame.height(), options)) {
            writer.write(frame);
            writer.finish();
        }
    }
}
