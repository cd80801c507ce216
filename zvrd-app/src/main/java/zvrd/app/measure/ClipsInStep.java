package zvrd.app.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.Progress;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.Gaps;
import zvrd.media.ReadOptions;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.DegradedFrame;
import zvrd.metrics.Moment;

/**
 * Restored clips, the reference they are compared with and what they were made from, as far as there are such, read in step,
 * a frame of each at a time; their frames must agree in number and, but for what they were made from, in size.
 */
public final class ClipsInStep implements AutoCloseable {
    private final @Nullable FrameReader reference;
    private final List<FrameReader> restored = new ArrayList<>();
    private final @Nullable FrameReader degraded;
    private final ToldOperators operators;
    private final Clocks clocks;
    private final List<String> gaps = new ArrayList<>();
    private int moments;

    /**
     * Opens them all.
     *
     * @param reference and {@code degraded} are null where there are none
     * @param part which part of those two the restored clips show; they are read whole, of the range it has
     * @param operators what damaged the frames; closed with this
     * @throws UserError with exit code 3 if one is no clip, or has frames of another size
     */
    public ClipsInStep(
            @Nullable String reference,
            List<String> restored,
            @Nullable String degraded,
            ReadOptions part,
            ToldOperators operators) {
        this.operators = operators;
        List<FrameReader> opened = new ArrayList<>();
        try {
            this.reference = reference == null ? null : opened(opened, reference, part);
            for (String one : restored) {
                this.restored.add(opened(opened, one, part.ofWholeClip()));
            }
            this.degraded = degraded == null ? null : opened(opened, degraded, part);
            this.restored.forEach(this::requireSize);
            if (this.degraded != null) {
                operators.requireFits(this.degraded.info(), leader().info());
            }
        } catch (UserError | IllegalStateException failure) {
            opened.forEach(FrameReader::close);
            throw failure;
        }
        this.clocks = new Clocks(
                leader().info(), this.restored.stream().map(FrameReader::info).toList());
    }

    private FrameReader opened(List<FrameReader> all, String clip, ReadOptions part) {
        Gaps.in(Path.of(clip)).ifPresent(gaps::add);
        FrameReader reader = FrameReader.open(Path.of(clip), part);
        all.add(reader);
        return reader;
    }

    /** How many frames there probably are. */
    OptionalLong expectedFrames() {
        return leader().info().expectedFrames();
    }

    /** Measures all that is left of them. */
    public void measure(ClipComparison comparison, Progress shown) throws InterruptedException {
        shown.begin(expectedFrames().orElse(-1), 1);
        for (Moment moment = next(); moment != null; moment = next()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            comparison.add(moment);
            shown.frame();
        }
        shown.end();
    }

    /**
     * The next frames, or null after the last ones.
     *
     * @throws UserError with exit code 3 if not all clips end at once
     */
    @Nullable
    Moment next() {
        Frame ofReference = reference == null ? null : reference.next();
        List<Frame> frames = new ArrayList<>();
        @Nullable Frame leading = ofReference;
        for (FrameReader reader : restored) {
            Frame frame = reader.next();
            if (reader == leader()) {
                leading = frame;
            }
            requireInStep(reader, frame, leading);
            if (frame != null) {
                frames.add(frame);
            }
        }
        Frame before = degraded == null ? null : degraded.next();
        if (degraded != null) {
            requireInStep(degraded, before, leading);
        }
        moments++;
        return leading == null ? null : moment(leading, ofReference, frames, before);
    }

    private Moment moment(Frame leading, @Nullable Frame ofReference, List<Frame> frames, @Nullable Frame before) {
        clocks.compare(leading, frames);
        List<short[]> pixels = frames.stream().map(Frame::rgb).toList();
        DegradedFrame source = before == null ? null : source(before);
        return ofReference == null
                ? Moment.alone(leading.width(), leading.height(), pixels, source)
                : new Moment(leading.width(), leading.height(), ofReference.rgb(), pixels, source);
    }

    private DegradedFrame source(Frame frame) {
        return new DegradedFrame(
                frame.width(), frame.height(), frame.rgb(), operators.of(frame.index(), frame.height(), frame.width()));
    }

    /** One line for each clip whose frames are shown at other times than the reference's, or that seems to lack some. */
    public List<String> warnings() {
        var warnings = new ArrayList<>(clocks.warnings());
        warnings.addAll(gaps);
        return warnings;
    }

    @Override
    public void close() {
        if (reference != null) {
            reference.close();
        }
        restored.forEach(FrameReader::close);
        if (degraded != null) {
            degraded.close();
        }
        operators.close();
    }

    /** What the others are measured by: the reference, or where there is none the first restored clip. */
    private FrameReader leader() {
        return reference == null ? restored.get(0) : reference;
    }

    private String leaderIs() {
        return reference == null ? "" : "the reference ";
    }

    private void requireSize(FrameReader reader) {
        int width = leader().info().width();
        int height = leader().info().height();
        if (reader.info().width() != width || reader.info().height() != height) {
            throw new UserError(
                    ExitCode.INPUT,
                    reader.info().path() + ": has frames of " + reader.info().width() + "x"
                            + reader.info().height() + " pixels, " + leaderIs()
                            + leader().info().path() + " of " + width + "x" + height,
                    "give clips of one size"
                            + (reference == null ? "" : "; a reference is the clip as it was before it was damaged"));
        }
    }

    private void requireInStep(FrameReader reader, @Nullable Frame frame, @Nullable Frame leading) {
        if ((frame == null) == (leading == null)) {
            return;
        }
        long frames = moments + rest(reader, frame != null);
        long leadersFrames = moments + rest(leader(), leading != null);
        String missing = gaps.isEmpty() ? "" : "; " + String.join("; ", gaps);
        throw new UserError(
                ExitCode.INPUT,
                reader.info().path() + ": has " + frames + " frames, " + leaderIs()
                        + leader().info().path() + " has " + leadersFrames + missing,
                lengthsMended());
    }

    private String lengthsMended() {
        if (!gaps.isEmpty()) {
            return "bring the missing pictures back";
        }
        return reference == null && degraded == null
                ? "measure clips of two lengths one by one"
                : "say with --start and --frames which part of the reference and of --degraded the restored clips"
                        + " show; these are measured whole";
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
