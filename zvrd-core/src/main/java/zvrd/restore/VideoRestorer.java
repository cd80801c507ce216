package zvrd.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.journal.JobIdentity;
import zvrd.journal.Unexplained;
import zvrd.journal.WorkFolder;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.FrameWriter;
import zvrd.media.VideoInfo;
import zvrd.media.WholeClip;

/**
 * Restores a clip of any length and size: frames are read, cut into windows, restored window by window into a journal, and
 * written in order when all of them are there.
 */
public final class VideoRestorer {
    static final double LEVELS = 127.5; // 8-bit levels per unit of [-1, 1]

    private final RestoreRequest request;
    private final StepListener listener;
    private final Duration pause;
    private final long begin = System.nanoTime();
    private @Nullable JobIdentity identity;

    private VideoRestorer(RestoreRequest request, StepListener listener, Duration pause) {
        this.request = request;
        this.listener = listener;
        this.pause = pause;
    }

    /**
     * Runs {@code request} to its end: the output is complete under its name, or not there. What is done is kept in a folder
     * beside the output until then, and a run of the same request goes on from there, however the one before it ended.
     *
     * @throws InterruptedException if this thread was interrupted, an {@link InterruptedRestoration} where something is kept
     * @throws UserError where input, model, options or output are not what they should be, or another job is kept there
     */
    public static RestoreSummary run(RestoreRequest request, StepListener listener) throws InterruptedException {
        return run(request, listener, Journal.USUAL_PAUSE);
    }

    /** The same, which saves windows under way when {@code pause} has passed. */
    static RestoreSummary run(RestoreRequest request, StepListener listener, Duration pause)
            throws InterruptedException {
        return new VideoRestorer(request, listener, pause).run();
    }

    /** What is there when the work begins: the clip, of which the first frame is read, the network and the plan. */
    private record Clip(FrameReader reader, Frame first, Prior prior, ClipPlan plan) {}

    private RestoreSummary run() throws InterruptedException {
        WholeClip.require(request.input(), request.reading());
        try (FrameReader reader = FrameReader.open(request.input(), request.reading());
                Prior prior = Prior.load(
                        request.prior().model(),
                        request.prior().precision(),
                        request.resources().device())) {
            Frame first = reader.next();
            if (first == null) {
                throw new UserError(
                        ExitCode.INPUT, request.input() + " holds no frame to restore", "check --start and --frames");
            }
            request.operators().requireFits(reader.info());
            var clip = new Clip(reader, first, prior, ClipPlan.of(request, prior, first));
            try (WorkFolder work = WorkFolder.of(request.output())) {
                RestoreSummary summary = summary(clip, Ending.begun(work) ? end(work, clip) : begin(work, clip));
                tell(summary, claimed(work));
                Ending.remove(work);
                return summary;
            }
        } catch (CancellationException e) {
            throw (InterruptedException) new InterruptedException("restoration interrupted").initCause(e);
        }
    }

    /** Tells the listener of an output that has its name, which an interrupt now leaves there. */
    private void tell(RestoreSummary summary, JobIdentity done) throws InterruptedException {
        try {
            listener.done(summary, done);
        } catch (RuntimeException failed) {
            if (Thread.interrupted()) {
                throw new InterruptedRestoration(
                        request.output() + ": is there, and what is told of it beside it is not yet", failed);
            }
            throw failed;
        }
    }

    /** Begins, or goes on with what an earlier run restored, which is room on disk that is taken already. */
    private Ending begin(WorkFolder work, Clip clip) throws InterruptedException {
        DiskNeed.requireRoom(request, clip.plan(), clip.reader().info(), work);
        return restoreToName(work, clip);
    }

    private Ending restoreToName(WorkFolder work, Clip clip) throws InterruptedException {
        return named(work, restore(work, clip, request.output()));
    }

    /** Notes that the output has its name. */
    private static Ending named(WorkFolder work, Ending ending) {
        Ending named = ending.afterNaming();
        named.save(work);
        return named;
    }

    /** Goes on where a run was killed while the output got its name, or after. */
    private Ending end(WorkFolder work, Clip clip) throws InterruptedException {
        claimed(work);
        Ending ending = Ending.of(work);
        Path output = request.output();
        if (ending == null || !Ending.mayBeThere(output)) {
            return restoreToName(work, clip);
        }
        if (ending.named() && FrameWriter.isThere(output, ending.frames())) {
            return ending;
        }
        if (request.writing().overwrite()) {
            return restoreToName(work, clip);
        }
        try {
            Path again = Files.createDirectory(work.scratch().resolve("again")).resolve(output.getFileName());
            if (Files.isDirectory(output)) {
                Files.createDirectory(again);
            }
            Ending written = restore(work, clip, again);
            Ending.settle(again, output);
            return named(work, written);
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    output + ": could not be written (" + cause.getMessage() + ")",
                    "check that the folder can be written to",
                    cause);
        }
    }

    /** Restores what is missing and writes it to {@code target}, which has its name then. */
    private Ending restore(WorkFolder work, Clip clip, Path target) throws InterruptedException {
        ClipPlan plan = clip.plan();
        VideoInfo source = clip.reader().info();
        try (FrameWriter writer = FrameWriter.create(
                        target, source, plan.width(), plan.height(), request.writing(), work.scratch());
                WindowFactory windows = WindowFactory.of(request, plan, clip.prior(), work.scratch())) {
            claimed(work); // what can be refused at once, is refused before
            Journal journal = Journal.open(work, pause);
            listener.planned(
                    source.expectedFrames().orElse(-1),
                    plan.steps(),
                    plan.tiles().count());
            new ClipRestorer(request, plan, windows, journal, listener, source.bitDepth())
                    .restoreAll(clip.first(), clip.reader());
            int frames = journal.whole();
            write(journal, frames, writer);
            var ending = new Ending(frames, journal.unexplained(), journal.found(), false);
            ending.save(work);
            writer.finish();
            return ending;
        }
    }

    /** The job's identity, for which the folder is claimed when it is first asked for. */
    private JobIdentity claimed(WorkFolder work) {
        JobIdentity known = identity;
        if (known == null) {
            known = RestoreIdentity.of(request);
            work.claim(known);
            identity = known;
        }
        return known;
    }

    /** The frames in the journal to the encoder. */
    private void write(Journal journal, int frames, FrameWriter writer) throws InterruptedException {
        for (int index = 0; index < frames; index++) {
            if (Thread.interrupted()) {
                throw new InterruptedRestoration(
                        request.output() + ": all frames restored, the output not written yet", null);
            }
            writer.write(journal.frame(index));
        }
    }

    private RestoreSummary summary(Clip clip, Ending ending) {
        ClipPlan plan = clip.plan();
        return new RestoreSummary(
                ending.frames(),
                plan.backbone().name(),
                plan.evaluations(),
                plan.tiles().count(),
                clip.prior().precision().name().toLowerCase(Locale.ROOT),
                clip.prior().name(),
                plan.noise().levels(),
                ending.unexplained().stream()
                        .mapToDouble(Unexplained::max)
                        .max()
                        .orElse(0),
                ending.found(),
                (System.nanoTime() - begin) / 1e9,
                ending.unexplained());
    }
}
