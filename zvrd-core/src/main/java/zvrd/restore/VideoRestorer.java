package zvrd.restore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.FramewiseOperator;
import zvrd.degradation.Measurement;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.FrameWriter;
import zvrd.tensor.Images;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Restores a clip of any length and size: frames are read, cut into windows, restored window by window and written in order.
 * Windows whose frames know of each other follow one another; frames that stand alone are restored in lanes side by side.
 */
public final class VideoRestorer {
    static final double LEVELS = 127.5; // 8-bit levels per unit of [-1, 1]

    private final RestoreRequest request;
    private final ClipPlan plan;
    private final WindowFactory windows;
    private final StepListener listener;
    private final int bitDepth;
    private Carry carry = Carry.NONE; // between windows of a shot; touched by the only lane there is then
    private double consistency;

    /** What a window leaves to the next one of its shot. */
    private record Carry(Anchors anchors, WindowNoise.Trail noise, List<HeldTensor> learned) {
        static final Carry NONE = new Carry(Anchors.NONE, WindowNoise.Trail.none(), List.of());

        /** What of it {@code window} goes on with: what was learned also where no frame is taken over. */
        Carry into(Window window) {
            if (!window.goesOn()) {
                return NONE;
            }
            return window.anchors() == 0 ? new Carry(Anchors.NONE, WindowNoise.Trail.none(), learned) : this;
        }
    }

    private VideoRestorer(
            RestoreRequest request, ClipPlan plan, WindowFactory windows, StepListener listener, int sourceBits) {
        this.request = request;
        this.bitDepth = request.writing().bitDepth().orElse(Math.max(8, sourceBits));
        this.plan = plan;
        this.windows = windows;
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
            ClipPlan plan = ClipPlan.of(request, prior, first);
            try (FrameWriter writer = FrameWriter.create(
                            request.output(), reader.info(), plan.width(), plan.height(), request.writing());
                    WindowFactory windows = WindowFactory.of(request, plan, prior)) {
                listener.planned(
                        reader.info().expectedFrames().orElse(-1),
                        plan.steps(),
                        plan.tiles().count());
                var run = new VideoRestorer(
                        request, plan, windows, listener, reader.info().bitDepth());
                int frames = run.restoreAll(windows.reader(first, reader), writer);
                writer.finish();
                return run.summary(frames, prior, (System.nanoTime() - begin) / 1e9);
            }
        } catch (CancellationException e) {
            throw (InterruptedException) new InterruptedException("restoration interrupted").initCause(e);
        }
    }

    private int restoreAll(WindowReader reader, FrameWriter writer) throws InterruptedException {
        ExecutorService lanes = DaemonThreads.fixed("lane", plan.lanes());
        try {
            var underWay = new ArrayDeque<Future<List<Frame>>>();
            int written = 0;
            for (@Nullable Window next = reader.next(); next != null || !underWay.isEmpty(); ) {
                if (next != null && underWay.size() < plan.lanes()) {
                    Window window = next;
                    underWay.add(lanes.submit(() -> restored(window)));
                    next = reader.next();
                    continue;
                }
                for (Frame frame : result(underWay.remove())) {
                    writer.write(frame);
                    written(written++);
                }
            }
            return written;
        } finally {
            DaemonThreads.stop(lanes);
        }
    }

    private List<Frame> restored(Window window) {
        try (var scope = new TensorScope()) {
            Measurement m = measurement(window);
            Carry known = carry.into(window);
            WindowNoise noise = windows.noise(window, known.noise());
            WindowRestorer.Restored restored =
                    windows.restorer(noise, known.anchors(), known.learned()).restore(m, step -> stepped(window, step));
            Tensor x = restored.x();
            List<HeldTensor> learned =
                    restored.learned().stream().map(HeldTensor::of).toList();
            carry = new Carry(Anchors.last(x, windows.carried(window)), noise.trail(), learned);
            noteConsistency(restored.surprise()
                    .narrow(0, window.anchors(), window.fresh().size()));
            return frames(window, plan.noise().shown(m.operator().crop(x)));
        }
    }

    private Measurement measurement(Window window) {
        var measured = new TensorVector();
        for (int n = 0; n < window.frames().size(); n++) {
            Frame frame = window.frames().get(n);
            DegradationOperator operator = window.operators().get(n);
            Tensor rgb = Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
            measured.push_back(plan.noise().seen(operator.extend(operator.recorded(rgb))));
        }
        return new Measurement(
                torch.cat(measured, 0),
                FramewiseOperator.of(window.operators()),
                plan.noise().sigma(),
                plan.noise().kind());
    }

    private List<Frame> frames(Window window, Tensor x) {
        var frames = new ArrayList<Frame>();
        for (int n = window.anchors(); n < window.frames().size(); n++) {
            Frame source = window.frames().get(n);
            short[] pixels = pixels(window, n, x.narrow(0, n, 1));
            frames.add(new Frame(source.index(), source.pts(), source.timeBase(), plan.width(), plan.height(), pixels));
        }
        return frames;
    }

    private short[] pixels(Window window, int n, Tensor x) {
        boolean keptLuma = request.prior().restorer().task() == Task.COLORIZE
                && plan.noise().levels() == 0; // else its noise would come back
        if (!keptLuma) {
            return Images.toRgb16(x, bitDepth);
        }
        try (var scope = new TensorScope()) { // the luma of white is 1, but for what a mask hides
            float[] known = Tensors.toFloats(window.operators().get(n).forward(torch.ones_like(x)));
            return KeptLuma.pixels(x, known, window.frames().get(n).rgb(), bitDepth);
        }
    }

    private synchronized void stepped(Window window, int step) {
        listener.stepped(window.fresh().get(0).index(), window.fresh().size(), step);
    }

    private synchronized void written(int frame) {
        listener.written(frame);
    }

    /** {@code surprise} is A x̂ - y. */
    private synchronized void noteConsistency(Tensor surprise) {
        consistency = Math.max(consistency, surprise.abs().max().item_double() * LEVELS);
    }

    private static List<Frame> result(Future<List<Frame>> lane) throws InterruptedException {
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
                plan.evaluations(),
                plan.tiles().count(),
                prior.precision().name().toLowerCase(java.util.Locale.ROOT),
                prior.name(),
                plan.noise().levels(),
                consistency,
                seconds);
    }
}
