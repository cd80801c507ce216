package zvrd.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;
import zvrd.metrics.Moment;

/** A reference and clips restored of it, read in step, a frame of each at a time; their frames must agree in size and number. */
final class ClipsInStep implements AutoCloseable {
    private final List<FrameReader> readers = new ArrayList<>(); // the reference's first
    private int moments;

    private ClipsInStep() {}

    /**
     * Opens them all.
     *
     * @param part which part of the reference the restored clips show; they are read whole
     * @throws UserError with exit code 3 if one is no clip, or has frames of another size
     */
    static ClipsInStep open(String reference, ReadOptions part, List<String> restored) {
        var clips = new ClipsInStep();
        try {
            clips.readers.add(FrameReader.open(Path.of(reference), part));
            for (String one : restored) {
                clips.readers.add(FrameReader.open(Path.of(one), ReadOptions.ALL));
            }
            clips.readers.forEach(clips::requireSize);
            return clips;
        } catch (UserError | IllegalStateException failure) {
            clips.close();
            throw failure;
        }
    }

    /** How many frames there probably are. */
    OptionalLong expectedFrames() {
        return reference().info().expectedFrames();
    }

    /**
     * The next frames, or null after the last ones.
     *
     * @throws UserError with exit code 3 if not all clips end at once
     */
    @Nullable
    Moment next() {
        Frame reference = reference().next();
        List<short[]> restored = new ArrayList<>();
        for (FrameReader reader : readers.subList(1, readers.size())) {
            Frame frame = reader.next();
            if ((frame == null) != (reference == null)) {
                throw differ(reader, frame != null, reference != null);
            }
            if (frame != null) {
                restored.add(frame.rgb());
            }
        }
        moments++;
        return reference == null ? null : new Moment(reference.width(), reference.height(), reference.rgb(), restored);
    }

    @Override
    public void close() {
        readers.forEach(FrameReader::close);
    }

    private FrameReader reference() {
        return readers.get(0);
    }

    private void requireSize(FrameReader reader) {
        int width = reference().info().width();
        int height = reference().info().height();
        if (reader.info().width() != width || reader.info().height() != height) {
            throw new UserError(
                    ExitCode.INPUT,
                    reader.info().path() + ": has frames of " + reader.info().width() + "x"
                            + reader.info().height() + " pixels, the reference "
                            + reference().info().path() + " of " + width + "x" + height,
                    "give clips of one size; a reference is the clip as it was before it was damaged");
        }
    }

    private UserError differ(FrameReader reader, boolean goesOn, boolean referenceGoesOn) {
        long frames = moments + rest(reader, goesOn);
        long referenceFrames = moments + rest(reference(), referenceGoesOn);
        return new UserError(
                ExitCode.INPUT,
                reader.info().path() + ": has " + frames + " frames, the reference "
                        + reference().info().path() + " has " + referenceFrames,
                "choose the part of the reference that was restored with --start and --frames");
    }

    private static long rest(FrameReader reader, boolean goesOn) {
        long frames = 0;
        if (goesOn) {
            do {
                frames++;
            } while (reader.next() != null);
        }
        return frames;
    }
}
