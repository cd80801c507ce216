package zvrd.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.journal.FrameStore;
import zvrd.journal.WorkFolder;
import zvrd.media.OutputSize;
import zvrd.media.VideoInfo;

/**
 * What a restoration takes of the disk its output goes to, until the output is there and the work is deleted.
 *
 * @param frames bytes of the restored frames
 * @param samples bytes of the windows under way, saved once
 * @param trails bytes of the noise that is saved with them, and becomes more until they are done
 * @param others bytes of what windows leave to those after them, and of skips that wait on disk
 * @param output bytes of the output, a guess as long as nobody knows how well it can be packed
 */
public record DiskNeed(long frames, long samples, long trails, long others, long output) {
    private static final long SAMPLE_BYTES_PER_PIXEL = 24; // x_s and x̂0 in float32
    private static final long ANCHOR_BYTES_PER_PIXEL = 12;
    private static final int SAVED_AT_ONCE = 3; // the two newest, and the one that is being written over the older
    private static final long CARRIED_AT_ONCE = 2;

    /** Of a clip of {@code count} frames. */
    public static DiskNeed of(RestoreRequest request, ClipPlan plan, VideoInfo source, long count) {
        int depth = request.writing().bitDepth().orElse(Math.max(8, source.bitDepth()));
        long pixels = (long) plan.tiles().height() * plan.tiles().width();
        WindowPlan windows = plan.windows();
        long trail = plan.carried() / 2;
        long carry = count > windows.frames() ? trail + windows.overlap() * ANCHOR_BYTES_PER_PIXEL * pixels : 0;
        int lanes = plan.load().lanes();
        return new DiskNeed(
                count * FrameStore.mostBytes(plan.width(), plan.height(), depth),
                lanes * Math.min(count, windows.frames()) * SAMPLE_BYTES_PER_PIXEL * pixels,
                lanes * trail,
                CARRIED_AT_ONCE * carry + plan.load().skips(),
                OutputSize.guess(request.output(), source, request.writing(), plan.width(), plan.height(), count));
    }

    /** Bytes on disk at most at a time: windows are done before the output is written. */
    public long most() {
        return frames + Math.max(SAVED_AT_ONCE * (samples + trails) + others, output);
    }

    /** The same where a window takes {@code seconds}: one that is done before its state is first saved leaves none. */
    public long most(double seconds) {
        double pause = Journal.USUAL_PAUSE.toSeconds();
        long saves = (long) (seconds / pause);
        double saved = 0;
        for (long save = Math.max(1, saves - SAVED_AT_ONCE + 1); save <= saves; save++) {
            saved += samples + trails * save * pause / seconds;
        }
        return frames + Math.max(Math.round(saved) + others, output);
    }

    /**
     * Refuses a disk that has not the room, before any work. What an earlier run of the job kept in {@code work} counts as room.
     *
     * @throws UserError exit 5, with what is needed and what is free
     */
    static void requireRoom(RestoreRequest request, ClipPlan plan, VideoInfo source, WorkFolder work) {
        OptionalLong count = source.expectedFrames();
        if (count.isEmpty()) {
            return;
        }
        try {
            long free = Files.getFileStore(work.path()).getUsableSpace();
            of(request, plan, source, count.getAsLong()).requireFree(free + kept(work.path()), request.output());
        } catch (IOException | UncheckedIOException unknown) {
            org.slf4j.LoggerFactory.getLogger(DiskNeed.class).debug("{}: room unknown", work.path(), unknown);
        }
    }

    /** Refuses {@code free} bytes on the disk of {@code output} where they are too few. */
    void requireFree(long free, Path output) {
        if (free < most()) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    output
                            + ": about %d MiB of disk expected for the frames until the output is there, and for it; got %d MiB"
                                    .formatted(most() >> 20, free >> 20),
                    "make room there, choose another disk for the output, or restore a part with --frames");
        }
    }

    /** Bytes of all that lies in {@code work}. */
    static long kept(Path work) throws IOException {
        try (var all = Files.walk(work)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
