package zvrd.restore;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Measurement;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.FrameWriter;
import zvrd.tensor.Images;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.TensorScope;

/** Restores a clip of any length and size: frames are read, restored in lanes side by side, and written in order. */
public final class VideoRestorer {
    static final double LEVELS = 127.5; // 8-bit levels per unit of [-1, 1]

    private final RestoreRequest request;
    private final ClipPlan plan;
    private final FrameRestorer restorer;
    private final StepListener listener;
    private final int bitDepth;
    private double consistency;

    private VideoRestorer(
            RestoreRequest request, ClipPlan plan, FrameRestorer restorer, StepListener listener, int sourceBits) {
        this.request = request;
        this.bitDepth = request.writing().bitDepth().orElse(Math.max(8, sourceBits));
        this.plan = plan;
        this.restorer = restorer;
        this.listener = listener;
    }

    /**
     * Runs {@code request} to its end: the output is complete under its name, or not there.
     *
     * @throws InterruptedException if this thread was interrupted; nothing is left behind
     * @throws UserError where input, model, options or output are not what they should be
     */
    public static RestoreSummary run(RestoreRequest request, StepListener listener) throws InterruptedException {
        long begin = System.nanoTime();
        try (FrameReader reader = FrameReader.open(request.input(), request.reading());
                Prior prior =
                        Prior.load(request.prior().model(), request.prior().precision())) {
            Frame first = reader.next();
            if (first == null) {
                throw new UserError(
                        ExitCode.INPUT, request.input() + " holds no frame to restore", "check --start and --frames");
            }
            ClipPlan plan = ClipPlan.of(request, prior, first);
            listener.planned(
                    reader.info().expectedFrames().orElse(-1),
                    plan.backbone().moves().size(),
                    plan.tiles().count());
            try (FrameWriter writer = FrameWriter.create(
                            request.output(), reader.info(), plan.width(), plan.height(), request.writing());
                    var workers = new NetworkWorkers(
                            prior.denoiser(), request.resources().threads())) {
                var denoiser = new TiledDenoiser(
                        workers,
                        prior.schedule(),
                        plan.tiles(),
                        2 * request.resources().threads());
                var restorer = new FrameRestorer(
                        plan.backbone(),
                        denoiser,
                        new NoiseSource(request.prior().seed()));
                var run = new VideoRestorer(
                        request, plan, restorer, listener, reader.info().bitDepth());
                int frames = run.restoreAll(first, reader, writer);
                writer.finish();
                return run.summary(frames, prior, (System.nanoTime() - begin) / 1e9);
            }
        } catch (CancellationException e) {
            throw (InterruptedException) new InterruptedException("restoration interrupted").initCause(e);
        }
    }

    private int restoreAll(Frame first, FrameReader reader, FrameWriter writer) throws InterruptedException {
        ExecutorService lanes = Executors.newFixedThreadPool(plan.lanes(), work -> {
            var thread = new Thread(work, "lane");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var underWay = new ArrayDeque<Future<Frame>>();
            int written = 0;
            for (@Nullable Frame next = first; next != null || !underWay.isEmpty(); ) {
                if (next != null && underWay.size() < plan.lanes()) {
                    Frame frame = next;
                    underWay.add(lanes.submit(() -> restored(frame)));
                    next = reader.next();
                } else {
                    writer.write(result(underWay.remove()));
                    listener.written(written++);
                }
            }
            return written;
        } finally {
            lanes.shutdownNow();
        }
    }

    private Frame restored(Frame frame) {
        DegradationOperator operator = request.operators().forFrame(frame.index(), frame.height(), frame.width());
        try (var scope = new TensorScope()) {
            Tensor rgb = Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
            Tensor y = measured(rgb, operator);
            var m = new Measurement(operator.extend(y), operator, plan.sigma() / LEVELS);
            Tensor x = restorer.restore(m, frame.index(), step -> stepped(frame.index(), step));
            noteConsistency(operator.forward(x).sub(m.y()).abs().max().item_double() * LEVELS);
            short[] pixels = Images.toRgb16(operator.crop(x), bitDepth);
            return new Frame(frame.index(), frame.pts(), frame.timeBase(), plan.width(), plan.height(), pixels);
        }
    }

    /** y: the frame's grey for colorization, what the mask leaves of it for inpainting, else the frame itself. */
    private Tensor measured(Tensor rgb, DegradationOperator operator) {
        return switch (request.prior().restorer().task()) {
            case COLORIZE -> TensorScope.compute(() -> rgb.mean(new long[] {1}, true, null));
            case INPAINT -> operator.forward(rgb);
            case SUPER_RESOLUTION, DEBLUR, DENOISE -> rgb;
        };
    }

    private synchronized void stepped(int frame, int step) {
        listener.stepped(frame, step);
    }

    private synchronized void noteConsistency(double levels) {
        consistency = Math.max(consistency, levels);
    }

    private static Frame result(Future<Frame> lane) throws InterruptedException {
        try {
            return lane.get();
        } catch (ExecutionException e) {
            throw NetworkWorkers.failure(e);
        }
    }

    private RestoreSummary summary(int frames, Prior prior, double seconds) {
        return new RestoreSummary(
                frames,
                plan.backbone().name(),
                plan.backbone().evaluations(),
                plan.tiles().count(),
                prior.precision().name().toLowerCase(java.util.Locale.ROOT),
                prior.name(),
                plan.sigma(),
                consistency,
                seconds);
    }
}
